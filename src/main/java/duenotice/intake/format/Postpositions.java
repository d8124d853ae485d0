package duenotice.intake.format;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Languages that say behind a place, or without a blank before it, whether something came from there or went there:
 * Japanese, Chinese, Korean, Turkish.
 */
final class Postpositions {
    private static final int REACH = 12;

    private static final List<String> FROM_BEHIND = List.of(
            "から",
            "より",
            "による",
            "に よる",
            "发起",
            "发出",
            "發起",
            "發出",
            "发来",
            "에서",
            "로부터",
            "으로부터",
            "adresinden",
            "adresinizden",
            "ip adresinden",
            "numaralı ip adresinden",
            "'den",
            "'dan",
            "’den",
            "’dan",
            "sunucusundan",
            "sunucunuzdan");

    private static final List<String> TO_BEHIND = List.of(
            "への",
            "に対",
            "に向け",
            "宛",
            "进行",
            "進行",
            "에 대한",
            "을 대상",
            "를 대상",
            "adresine",
            "'e karşı",
            "'a karşı",
            "sunucusuna",
            "sunucumuza");

    private static final List<String> FROM_BEFORE = List.of(
            "来自", "來自", "源自", "贵司", "贵公司", "貴公司", "貴社の", "貴社", "御社の", "御社", "您的", "你们的", "自", "由", "从", "從", "귀사의");

    private static final List<String> TO_BEFORE =
            List.of("攻击", "攻擊", "针对", "針對", "对", "對", "向", "我们的", "我們的", "我方", "弊社の", "当社の", "저희");

    /** Words between that only name the thing: {@code 来自IP地址 192.0.2.1}. */
    private static final List<String> NAMES = List.of(
            "ip地址", "ip 地址", "ipアドレス", "ip アドレス", "ip 주소", "アドレス", "地址", "服务器", "伺服器", "サーバー", "サーバ", "서버", "주소", "主机",
            "主機", "ip");

    private Postpositions() {}

    /** Empty where nothing of the kind stands there. */
    static Optional<Standing> of(String left, String right) {
        if (isLatin(left) && isLatin(right) && !mayBeTurkish(right)) {
            return Optional.empty();
        }
        var behind = withoutNames(beginning(right), true);
        for (var word : TO_BEHIND) {
            if (behind.startsWith(word)) {
                return Optional.of(Standing.VICTIM);
            }
        }
        for (var word : FROM_BEHIND) {
            if (behind.startsWith(word)) {
                return Optional.of(Standing.STATED);
            }
        }
        var before = withoutNames(end(left), false);
        for (var word : FROM_BEFORE) {
            if (before.endsWith(word)) {
                return Optional.of(Standing.STATED);
            }
        }
        for (var word : TO_BEFORE) {
            if (before.endsWith(word)) {
                return Optional.of(Standing.VICTIM);
            }
        }
        return Optional.empty();
    }

    private static boolean mayBeTurkish(String right) {
        var text = beginning(right);
        return text.startsWith("adres")
                || text.startsWith("'")
                || text.startsWith("’")
                || text.startsWith("numaral")
                || text.startsWith("ip adres")
                || text.startsWith("sunucu");
    }

    private static String beginning(String right) {
        var start = 0;
        while (start < right.length() && " \t)]」』）\"".indexOf(right.charAt(start)) >= 0) {
            start++;
        }
        return right.substring(start, Math.min(right.length(), start + 3 * REACH))
                .toLowerCase(Locale.ROOT);
    }

    private static String end(String left) {
        return left.substring(Math.max(0, left.length() - 3 * REACH))
                .stripTrailing()
                .toLowerCase(Locale.ROOT);
    }

    private static String withoutNames(String text, boolean atStart) {
        var rest = text;
        for (var again = true; again; ) {
            again = false;
            for (var name : NAMES) {
                if (atStart ? rest.startsWith(name) : rest.endsWith(name)) {
                    rest = atStart
                            ? rest.substring(name.length()).stripLeading()
                            : rest.substring(0, rest.length() - name.length()).stripTrailing();
                    again = true;
                }
            }
        }
        while (!atStart && !rest.isEmpty() && "（(「『[:：为為は ".indexOf(rest.charAt(rest.length() - 1)) >= 0) {
            rest = rest.substring(0, rest.length() - 1);
        }
        return rest;
    }

    private static boolean isLatin(String text) {
        return text.chars().noneMatch(character -> Labels.isWrittenWithoutBlanks((char) character));
    }
}
