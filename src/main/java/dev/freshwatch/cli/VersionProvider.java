package dev.freshwatch.cli;

import dev.freshwatch.app.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** Provides the version of this build for {@code --version}. */
final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"freshwatch " + BuildInfo.version()};
    }
}
