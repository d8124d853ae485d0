package duenotice.inventory;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import java.util.regex.Pattern;

/** Numbers the desk would really ring: plausible in their country, and never one that costs extra or answers emergencies. */
final class PhoneNumbers {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final ShortNumberInfo SHORT_NUMBERS = ShortNumberInfo.getInstance();
    private static final Pattern INTERNATIONAL = Pattern.compile("\\+[0-9][0-9 ./()-]{1,30}");

    private PhoneNumbers() {}

    /**
     * The number in E.164 spelling. Only the length is asked for, not an assigned range: numbering plans change faster
     * than a library, and a customer with a new range must not stay unreachable.
     */
    static String spelled(String text) {
        var shown = Spelling.quoted(text);
        if (!INTERNATIONAL.matcher(text).matches()) {
            throw new Implausible("The phone number " + shown + " must begin with + and the country code.");
        }
        try {
            var number = NUMBERS.parse(text, null);
            var region = NUMBERS.getRegionCodeForCountryCode(number.getCountryCode());
            if (SHORT_NUMBERS.isEmergencyNumber(NUMBERS.getNationalSignificantNumber(number), region)) {
                throw new Implausible("The phone number " + shown + " is an emergency number.");
            }
            if (NUMBERS.isPossibleNumberWithReason(number) != ValidationResult.IS_POSSIBLE) {
                throw new Implausible("The phone number " + shown + " is too short or too long for its country.");
            }
            if (NUMBERS.getNumberType(number) == PhoneNumberType.PREMIUM_RATE) {
                throw new Implausible("The phone number " + shown + " is a premium number.");
            }
            return NUMBERS.format(number, PhoneNumberFormat.E164);
        } catch (NumberParseException unreadable) {
            throw new Implausible("The phone number " + shown + " cannot be read as +, country code and number.");
        }
    }
}
