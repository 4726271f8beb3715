package dev.freshwatch.cli;

import dev.freshwatch.config.KeyManual;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Writes what the packages have besides the program: the sources of the man pages, in AsciiDoc, and the completion of bash. The
 * profile {@code release} runs it.
 */
final class ManPages {

    private ManPages() {}

    /** @param args the folder of the pages, and the file of the completion */
    public static void main(String[] args) throws IOException {
        write(Path.of(args[0]), Path.of(args[1]));
    }

    static void write(Path pages, Path completion) throws IOException {
        Files.createDirectories(pages);
        Files.createDirectories(completion.toAbsolutePath().getParent());
        PrintWriter nobody = new PrintWriter(Writer.nullWriter());
        CommandLine commands = Main.commands(nobody, nobody);
        int exit = ManPageGenerator.generateManPage(
                pages.toFile(), null, new boolean[0], false, commands.getCommandSpec());
        if (exit != 0) {
            throw new IOException("the man pages cannot be written to " + pages);
        }
        Files.writeString(pages.resolve("freshwatch.properties.adoc"), KeyManual.text(), StandardCharsets.UTF_8);
        Files.writeString(completion, AutoComplete.bash("freshwatch", commands), StandardCharsets.UTF_8);
    }
}
