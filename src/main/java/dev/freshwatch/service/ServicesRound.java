package dev.freshwatch.service;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Body;

/** The step {@code servicesRound}: checks all services once, in parallel. */
public final class ServicesRound implements AutoCloseable {

    private static final int AT_ONCE = 100;

    private final Services services;
    private final InstantSource clock;
    private final AtomicInteger count = new AtomicInteger();
    private final ExecutorService workers;

    public ServicesRound(Services services, InstantSource clock) {
        this.services = services;
        this.clock = clock;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                AT_ONCE, AT_ONCE, 2, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
        pool.allowCoreThreadTimeOut(true);
        workers = pool;
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "services-" + count.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Which services to check.
     *
     * @param within time for all of them
     * @param only   which checks to make
     */
    public record Asked(Duration within, CheckFilter only) {}

    /** Returns one answer for each service; without an answer in time, the check is unknown. */
    public List<Answer> askAll(@Body Asked asked) throws InterruptedException {
        List<Service> chosen = services.all().stream()
                .filter(service -> mayMatch(asked.only(), service))
                .toList();
        List<Callable<List<Answer>>> looks = new ArrayList<>();
        chosen.forEach(service -> looks.add(() -> services.ask(service)));
        List<Future<List<Answer>>> ended =
                workers.invokeAll(looks, asked.within().toMillis(), TimeUnit.MILLISECONDS);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            answers.addAll(matching(asked.only(), chosen.get(i), answers(chosen.get(i), ended.get(i))));
        }
        return answers;
    }

    /** Whether the filter may choose the check of this service, or a source of it. */
    public static boolean mayMatch(CheckFilter only, Service service) {
        return only.matches(service.question())
                || (service.isList() && only.mayMatchBelow(service.question().check() + "/"));
    }

    /** The check of a list is reported with its sources, because they depend on it. */
    private static List<Answer> matching(CheckFilter only, Service service, List<Answer> answers) {
        List<Answer> chosen = answers.stream()
                .filter(answer -> only.matches(answer.question()))
                .toList();
        return chosen.isEmpty() || !service.isList()
                ? chosen
                : answers.stream()
                        .filter(answer -> only.matches(answer.question())
                                || answer.question()
                                        .check()
                                        .equals(service.question().check()))
                        .toList();
    }

    private List<Answer> answers(Service service, Future<List<Answer>> look) throws InterruptedException {
        try {
            return look.get();
        } catch (CancellationException e) {
            Unanswered late = new Unanswered(Reason.TIMEOUT, "not finished within the time for all checks", null);
            return List.of(new Answer(service.question(), late, clock.instant()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a check failed", e.getCause());
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
