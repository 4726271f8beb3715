package dev.freshwatch;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Sets the default locale for each round of an {@link InEachLanguage} test class, and puts it back. */
public final class Languages implements ClassTemplateInvocationContextProvider {

    /** The first one is in force when the constants of most classes are made, so it is the one with digits of its own. */
    private static final List<String> TAGS = List.of(
            "ar-EG-u-nu-arab", // digits ٠١٢
            "tr-TR"); // i in capitals is İ, I in small letters is ı

    /** Further ones for the profile soak: forbidden-apis finds what would differ between them, so these rarely find anything. */
    private static final List<String> MORE = List.of(
            "fa-IR-u-nu-arabext-ca-persian", // digits ۰۱۲ and a calendar
            "th-TH-u-ca-buddhist-nu-thai", // 2026 is 2569
            "ja-JP-u-ca-japanese", // 2026 is Reiwa 8
            "de-CH", // 1’234.5
            "en");

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<Round> provideClassTemplateInvocationContexts(ExtensionContext context) {
        Stream<String> more = Soak.isOn() ? MORE.stream() : Stream.empty();
        return Stream.concat(TAGS.stream(), more).map(Round::new);
    }

    /** All tests of the class in one language. */
    record Round(String tag) implements ClassTemplateInvocationContext {

        @Override
        public String getDisplayName(int index) {
            return tag;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new Spoken(Locale.forLanguageTag(tag)));
        }
    }

    /** In force from before the first test of a round until after its last. */
    private static final class Spoken
            implements BeforeClassTemplateInvocationCallback, AfterClassTemplateInvocationCallback {

        private final Locale language;
        private Locale before;

        Spoken(Locale language) {
            this.language = language;
        }

        @Override
        public void beforeClassTemplateInvocation(ExtensionContext context) {
            before = Locale.getDefault();
            Locale.setDefault(language);
        }

        @Override
        public void afterClassTemplateInvocation(ExtensionContext context) {
            Locale.setDefault(before);
        }
    }
}
