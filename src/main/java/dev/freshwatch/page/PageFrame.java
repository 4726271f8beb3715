package dev.freshwatch.page;

import dev.freshwatch.history.RunningConfigTable;
import dev.freshwatch.report.StoreView;

/**
 * What surrounds the content of a page.
 *
 * @param title   of the document, without the name of the product
 * @param section which link of the navigation leads here: {@code now}, {@code notices}, {@code episodes}; or none of them
 * @param mood    the worst state that the page tells of, as its word: a colour and a shape in the head; empty = none
 * @param host    of the watch, or {@code instance.name}
 * @param times   of the page
 * @param renews  whether the page is worth renewing while it is open
 */
record PageFrame(String title, String section, String mood, String host, PageTimes times, boolean renews) {

    /** The host of the watch that shows the page; null = not known. */
    static String host(StoreView view) {
        return RunningConfigTable.own(new RunningConfigTable(view.store()).all())
                .map(RunningConfigTable.Running::host)
                .orElse(null);
    }
}
