package dev.freshwatch.page;

/**
 * Links to what comes before and after a page of a list.
 *
 * @param back  null = this is the first page
 * @param on    null = this is the last page
 * @param words where this page is, such as {@code page 2 of 7}; empty = it is the only one
 */
record Paging(String back, String on, String words) {

    static final Paging NONE = new Paging(null, null, "");
}
