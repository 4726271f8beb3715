package dev.freshwatch.page;

import java.util.List;

/**
 * What the page of a check shows.
 *
 * @param headline what is, in one line
 * @param lines    since when, who was told, when it was looked at
 * @param ranges   links to the other times
 * @param steering links and words that belong to the time that is shown
 * @param figures  the time that is shown, in words and in plots; null = they cannot be read
 * @param figuresTrouble why they cannot be read; null = they can
 * @param episodes the newest first
 * @param older    whether there are earlier ones, or notices of them, that are not shown
 * @param explained what {@code explain} says
 */
record CheckView(
        String id,
        String name,
        Sentence headline,
        List<Sentence> lines,
        List<RangeLink> ranges,
        Steering steering,
        Figures figures,
        String figuresTrouble,
        List<EpisodeRow> episodes,
        boolean older,
        List<Explained> explained) {

    /** @param current whether this is what is shown */
    record RangeLink(String word, String href, boolean current) {}

    /**
     * Ways to other times.
     *
     * @param title       the time that is shown
     * @param before      the one before; null = none
     * @param after       the one after; null = none
     * @param other       from a time of the calendar to now, and the other way; null = neither
     * @param otherWord   what that link says
     * @param clockChange what the clocks do in this time; null = nothing
     * @param range       for the form that goes to a day
     * @param day         the day that the form shows first
     * @param csv         the figures as CSV
     */
    record Steering(
            String title,
            String before,
            String after,
            String other,
            String otherWord,
            String clockChange,
            String range,
            String day,
            String csv) {}

    /**
     * What was found in the time that is shown.
     *
     * @param step     how long a step is, in words
     * @param age      null = the check has no age
     * @param ageWords what the plot shows
     */
    record Figures(
            String step,
            Svg.Drawing age,
            String ageWords,
            Svg.Drawing states,
            String stateWords,
            Svg.Drawing response,
            String responseWords,
            FigureTable table) {}

    /** @param title in capitals only where it begins */
    record Explained(String title, List<String> lines) {}
}
