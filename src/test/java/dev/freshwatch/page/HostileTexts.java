package dev.freshwatch.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts as a platform may send them to those who read a page: each is harmless only if it is shown as text. */
public final class HostileTexts {

    private static final List<String> PARTS = List.of(
            "<script>window.bitten=1</script>",
            "<img src=x onerror=window.bitten=1>",
            "\"><svg onload=window.bitten=1>",
            "' onmouseover='window.bitten=1",
            "</title><script>window.bitten=1</script>",
            "</td></tr></table><h1>all is well</h1>",
            "</svg><iframe srcdoc='<script>parent.bitten=1</script>'>",
            "<!--",
            "-->",
            "]]>",
            "<![CDATA[",
            "&lt;script&gt;",
            "&#x3c;b&#x3e;",
            "javascript:window.bitten=1",
            "${frame.title()}",
            "@template.layout()",
            "#{7*7}",
            "{{7*7}}",
            "\u202Etxt.exe\u202C",
            "\u2066\u2067isolated\u2069",
            "zero\u200Bwidth\u200D\uFEFF",
            "line\nbreak\rand\ttab\u2028and\u2029more",
            "\u0000\u0007\u001B[31mred",
            "e\u0301\u0301\u0301\u0301\u0301",
            "😀\uD83D",
            "<b>bold</b>",
            "%3Cscript%3E",
            "\\u003cscript\\u003e",
            "style=\"position:fixed;inset:0\"",
            "<meta http-equiv=refresh content=0>",
            "<base href=http://elsewhere.example/>",
            "<form action=http://elsewhere.example><input name=a>",
            "ERC-1 events");

    private HostileTexts() {}

    /** So many different ones, always the same. */
    public static List<String> of(int count) {
        Random random = new Random(11);
        List<String> texts = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            StringBuilder text = new StringBuilder(PARTS.get(at % PARTS.size()));
            for (int more = random.nextInt(3); more > 0; more--) {
                text.append(random.nextBoolean() ? " " : "").append(PARTS.get(random.nextInt(PARTS.size())));
            }
            if (random.nextInt(20) == 0) {
                text.append("w".repeat(random.nextInt(3000)));
            }
            texts.add(text + " " + at);
        }
        return texts;
    }
}
