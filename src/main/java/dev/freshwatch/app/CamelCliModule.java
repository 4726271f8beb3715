package dev.freshwatch.app;

/** The key {@code camel-cli.enabled}: whether Camel's own command line sees these routes while they are in force. */
record CamelCliModule(CamelAssembly assembly, CamelCli cli) implements AppModule {

    @Override
    public void addRoutes() {
        if (isOn()) {
            CamelCli.require(assembly.camel().getCamelContext());
        }
    }

    private boolean isOn() {
        return assembly.settings().camelCli();
    }

    @Override
    public void takeOver() {
        if (isOn()) {
            cli.show(assembly.camel().getCamelContext());
        } else {
            cli.hide();
        }
    }

    @Override
    public void ending() {
        cli.hide(assembly.camel().getCamelContext());
    }
}
