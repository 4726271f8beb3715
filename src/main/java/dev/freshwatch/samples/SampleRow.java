package dev.freshwatch.samples;

import dev.freshwatch.freshness.Limits;

/**
 * The samples of a check in five minutes or an hour, thinned out to their figures.
 *
 * @param start    in milliseconds since 1970
 * @param age      in seconds; null = no look found one
 * @param response in milliseconds; null = no look had one
 * @param limits   at the last look
 */
record SampleRow(long start, LookCounts looks, RowFigures age, RowFigures response, Limits limits) {}
