package duenotice.inventory;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A telephone number as it was understood, and who may dial it. Judged on entry and again before it is dialled: numbering
 * plans change.
 *
 * @param text as it is kept and shown: E.164, where there is one with its extension (RFC 3966 §5.3), such as
 *     {@code +493023125111;ext=12}
 * @param e164 what is dialled
 * @param extension what is keyed in once somebody has answered
 * @param region country or territory (ISO 3166), where the number tells
 * @param why a sentence where not everybody may dial it; empty otherwise
 */
public record PhoneNumber(
        String text, String e164, Optional<String> extension, Optional<String> region, Use use, String why) {

    /** Who may dial it. */
    public enum Use {
        ANYBODY("anybody"),
        /** Not assigned as far as is known, or of a kind that a program should not ring: people decide. */
        PEOPLE("people"),
        /** It costs extra, answers emergencies, or cannot exist. */
        NOBODY("nobody");

        private final String word;

        Use(String word) {
            this.word = word;
        }

        /** The word used in the database. */
        public String word() {
            return word;
        }
    }

    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final ShortNumberInfo SHORT_NUMBERS = ShortNumberInfo.getInstance();
    private static final PhoneNumberToTimeZonesMapper ZONES = PhoneNumberToTimeZonesMapper.getInstance();
    private static final Pattern INTERNATIONAL = Pattern.compile(
            "\\+[0-9][0-9 ./()-]{1,30}(?:(?:;ext=|extension |ext\\.? ?|x ?)[0-9]{1,7})?", Pattern.CASE_INSENSITIVE);

    private static final Pattern NATIONAL = Pattern.compile(
            "[0-9(][0-9 ./()-]{1,30}(?:(?:;ext=|extension |ext\\.? ?|x ?)[0-9]{1,7})?", Pattern.CASE_INSENSITIVE);

    /** The longest national number that can be a short one, such as 112 or 115 and three more digits. */
    private static final int SHORT = 6;

    private static final int MOST_KEPT = 20_000;
    private static final Map<String, PhoneNumber> JUDGED = new ConcurrentHashMap<>();

    /**
     * Judges a number that is on file.
     *
     * @param text as {@link #text} spells it
     * @throws IllegalArgumentException for what is no such text
     */
    public static PhoneNumber of(String text) {
        var known = JUDGED.get(text);
        if (known != null) {
            return known;
        }
        PhoneNumber judged;
        try {
            judged = given(text);
        } catch (Implausible implausible) {
            throw new IllegalArgumentException(implausible.reason(), implausible);
        }
        if (JUDGED.size() >= MOST_KEPT) {
            JUDGED.clear();
        }
        JUDGED.put(text, judged);
        return judged;
    }

    /**
     * Reads a number as people write it.
     *
     * @throws Implausible for what cannot be read as a number at all
     */
    static PhoneNumber given(String text) {
        var shown = Spelling.quoted(text);
        if (!INTERNATIONAL.matcher(text).matches()) {
            throw new Implausible("The phone number " + shown + " must begin with + and the country code.");
        }
        try {
            return judged(NUMBERS.parse(text, null), shown);
        } catch (NumberParseException unreadable) {
            throw new Implausible("The phone number " + shown + " cannot be read as +, country code and number.");
        }
    }

    /**
     * Spells a number as it is dialled from abroad, where it is written as people write it within their country; any other
     * text stays as it is.
     *
     * @param country ISO 3166, of two letters; one that is none changes nothing
     */
    public static String international(String text, String country) {
        var stripped = text.strip();
        if (!isCountry(country) || !NATIONAL.matcher(stripped).matches()) {
            return stripped;
        }
        try {
            var number = NUMBERS.parse(stripped, country.toUpperCase(Locale.ROOT));
            return NUMBERS.format(number, PhoneNumberFormat.E164)
                    + (number.getExtension().isEmpty() ? "" : ";ext=" + number.getExtension());
        } catch (NumberParseException none) {
            return stripped;
        }
    }

    static boolean isCountry(String country) {
        return NUMBERS.getSupportedRegions().contains(country.toUpperCase(Locale.ROOT));
    }

    private static PhoneNumber judged(Phonenumber.PhoneNumber number, String shown) {
        var e164 = NUMBERS.format(number, PhoneNumberFormat.E164);
        var extension = Optional.of(number.getExtension()).filter(digits -> !digits.isEmpty());
        var region = Optional.ofNullable(NUMBERS.getRegionCodeForNumber(number))
                .filter(code -> !code.equals(PhoneNumberUtil.REGION_CODE_FOR_NON_GEO_ENTITY));
        var flaw = flaw(number);
        return new PhoneNumber(
                extension.map(digits -> e164 + ";ext=" + digits).orElse(e164),
                e164,
                extension,
                region,
                flaw.use(),
                flaw.why().isEmpty() ? "" : "The phone number " + shown + " " + flaw.why() + ".");
    }

    private record Flaw(Use use, String why) {}

    /**
     * A number of a range that is not known is left to people, not refused: numbering plans change faster than a library,
     * and a customer with a new range must not stay unreachable.
     */
    private static Flaw flaw(Phonenumber.PhoneNumber number) {
        var country = NUMBERS.getRegionCodeForCountryCode(number.getCountryCode());
        var national = NUMBERS.getNationalSignificantNumber(number);
        if (national.length() <= SHORT && SHORT_NUMBERS.connectsToEmergencyNumber(national, country)) {
            return new Flaw(Use.NOBODY, "is an emergency number");
        }
        var valid = NUMBERS.isValidNumber(number);
        if (!valid && national.length() <= SHORT && SHORT_NUMBERS.isPossibleShortNumber(number)) {
            return new Flaw(Use.NOBODY, "is a short number");
        }
        if (NUMBERS.isPossibleNumberWithReason(number) != ValidationResult.IS_POSSIBLE) {
            return new Flaw(Use.NOBODY, "is too short or too long for its country");
        }
        return switch (NUMBERS.getNumberType(number)) {
            case PREMIUM_RATE -> new Flaw(Use.NOBODY, "is a premium number");
            case SHARED_COST -> new Flaw(Use.NOBODY, "is a shared-cost number");
            case FIXED_LINE, MOBILE, FIXED_LINE_OR_MOBILE, VOIP, UAN -> new Flaw(Use.ANYBODY, "");
            case UNKNOWN -> new Flaw(Use.PEOPLE, "is of a range that is not assigned");
            case TOLL_FREE, PERSONAL_NUMBER, PAGER, VOICEMAIL -> new Flaw(Use.PEOPLE, "is of an unusual kind");
        };
    }

    /** True where nobody may ever dial it. */
    public boolean isForbidden() {
        return use == Use.NOBODY;
    }

    /** The zone of the place it rings in; empty where that may be several, or nobody knows. */
    public Optional<ZoneId> zone() {
        try {
            var zones = ZONES.getTimeZonesForNumber(NUMBERS.parse(e164, null));
            return zones.size() == 1 && !zones.getFirst().equals(PhoneNumberToTimeZonesMapper.getUnknownTimeZone())
                    ? Optional.of(ZoneId.of(zones.getFirst()))
                    : Optional.empty();
        } catch (NumberParseException | DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
