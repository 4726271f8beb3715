package dev.freshwatch.sim.misp;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** MISP's pages for people, with the same length and markers as the recorded ones. */
final class Pages {

    private static final int LOGIN_BYTES = 7125;
    private static final int ERROR_BYTES = 4424;

    private static final String HEAD =
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>%s - MISP</title>
                <link rel="icon" type="image/png" href="/img/favicon.png">
                <link rel="stylesheet" type="text/css" href="/css/bootstrap.css?v=2.5.1">
                <link rel="stylesheet" type="text/css" href="/css/bootstrap-datepicker.css?v=2.5.1">
                <link rel="stylesheet" type="text/css" href="/css/bootstrap-colorpicker.css?v=2.5.1">
                <link rel="stylesheet" type="text/css" href="/css/main.css?v=2.5.1">
                <link rel="stylesheet" type="text/css" href="/css/print.css?v=2.5.1" media="print">
                <script src="/js/jquery.js?v=2.5.1"></script>
                <script src="/js/misp-touch.js?v=2.5.1"></script>
                <script src="/js/chosen.jquery.min.js?v=2.5.1"></script>
            </head>
            """;

    private static final String LOGIN =
            """
            <body data-controller="users" data-action="login">
            <div id="topBar" class="navbar navbar-inverse debugOff">
              <div class="navbar-inner"><div class="container-fluid"><ul class="nav"></ul></div></div>
            </div>
            <div id="flashContainer"><div id="main-view-container"></div></div>
            <div><div style="width:100%%;">
              <table style="margin-left:auto;margin-right:auto;"><tr><td style="text-align:right;width:250px;padding-right:50px">
              </td><td style="width:460px"><div><h2>Welcome to MISP</h2></div>
              <form action="/users/login" id="UserLoginForm" method="post" accept-charset="utf-8">
                <div style="display:none;"><input type="hidden" name="_method" value="POST">
                <input type="hidden" name="data[_Token][key]" value="0123456789abcdef" id="Token1"></div>
                <legend>%1$s</legend>
                <div class="input email required"><label for="UserEmail">Email</label>
                <input name="data[User][email]" autocomplete="off" autofocus="autofocus" type="email" id="UserEmail"></div>
                <div class="input password required"><label for="UserPassword">Password</label>
                <input name="data[User][password]" autocomplete="off" type="password" id="UserPassword"></div>
                <div class="clear"></div>
                <button class="btn btn-primary" type="submit">%1$s</button>
              </form></td></tr></table>
            </div></div>
            <script>
            $(function() {
                $('#UserLoginForm').submit(function(event) {
                    event.preventDefault();
                    submitLoginForm();
                });
            });
            function submitLoginForm() {
                var $form = $('#UserLoginForm');
                var url = $form.attr('action');
                $.get("/users/login", function(data) {
                    var token = $('#UserLoginForm', data).find('input[name="data[_Token][key]"]').val();
                    $('#UserLoginForm').find('input[name="data[_Token][key]"]').val(token);
                    $form.get(0).submit();
                });
            }
            var path = '/users/login';
            </script>
            """;

    private static final String ERROR =
            """
            <body data-controller="errors" data-action="login">
            <div id="topBar" class="navbar navbar-inverse debugOff">
              <div class="navbar-inner"><div class="container-fluid"><ul class="nav"></ul></div></div>
            </div>
            <h2>An Internal Error Has Occurred.</h2>
            <p class="error"><strong>Error: </strong>An Internal Error Has Occurred.</p>
            <script>var path = '/users/login';</script>
            """;

    private Pages() {}

    /** @param word legend and button, in the language of the site */
    static String login(String word) {
        return filled(String.format(Locale.ROOT, HEAD, "Users") + String.format(Locale.ROOT, LOGIN, word), LOGIN_BYTES);
    }

    static String error() {
        return filled(String.format(Locale.ROOT, HEAD, "Errors") + ERROR, ERROR_BYTES);
    }

    /** Pads the page, in place of the menus and styles of the real one. */
    private static String filled(String start, int bytes) {
        String end = "</body>\n</html>\n";
        int missing = bytes - start.getBytes(StandardCharsets.UTF_8).length - end.length();
        return start + " ".repeat(Math.max(0, missing)) + end;
    }
}
