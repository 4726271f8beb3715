package dev.freshwatch.cli;

import dev.freshwatch.Build;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, for {@code --version}. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"freshwatch " + Build.version()};
    }
}
