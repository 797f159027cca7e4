using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RingFed.Daemon.Admin;
using RingFed.Daemon.Status;
using RingFed.Daemon.Training;
using RingFed.Daemon.Training.Sharing;
using RingFed.Federation.Identity;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Status;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport;
using RingFed.Learning.Data;
using RingFed.Learning.Models;
using RingFed.Learning.Privacy;
using SessionOptions = RingFed.Federation.Transport.SessionOptions;

namespace RingFed.Daemon.Hosting;

/// <param name="UntilComplete">End once all rounds are closed.</param>
/// <param name="Threads">For training and aggregation.</param>
internal sealed record DaemonOptions(bool UntilComplete, int Threads, bool LogJson)
{
    /// <summary>From a silo's last sign of life to the suspicion that it is gone; null leaves the session's default.</summary>
    public TimeSpan? Suspicion { get; init; }
}

/// <summary>Composes one daemon: identity, trainer, ring session, admin socket, log.</summary>
internal static class DaemonHost
{
    /// <summary>
    /// A daemon that stays up serves a neighbour that missed the last close until that one has it too. After that nobody
    /// listens any more: a silo restarted then only waits, which costs nothing but lines in its log.
    /// </summary>
    private static readonly TimeSpan LingerOfAService = TimeSpan.FromDays(7);

    /// <returns>The process's exit code.</returns>
    /// <exception cref="CommandFailure">Identity, port or state directory cannot be used.</exception>
    public static async Task<int> RunAsync(SiloSetup setup, DaemonOptions options, CancellationToken cancellationToken)
    {
        setup.State.Create();
        using FileStream alone = HoldAlone(setup.State);
        AdminSocket.RemoveStale(setup.State.AdminSocket);
        (string? revoked, string? notice) = CommandFailure.OnBadIdentity(() =>
            RevocationCopy.Newest(setup.Settings.Identity.RevokedPath, setup.Settings.Identity.AuthorityPath, setup.State));
        using SiloIdentity identity = CommandFailure.OnBadIdentity(() => LoadIdentity(setup, revoked));
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(setup.State.AdminSocket));
        builder.Services.AddRoutingCore();
        AddLogging(builder.Logging, options);
        AddSession(builder.Services, setup, options, identity);

        await using WebApplication application = builder.Build();
        application.UseRouting();
        SayRevocations(application.Services.GetRequiredService<ILogger<SessionService>>(), identity, notice);
        if (ModelCatalog.ReasonOf(setup.Topology.Model.Kind, setup.Cohort.Schema, setup.Topology.Model.Options) is { } reason)
        {
            application.Services.GetRequiredService<ILogger<SessionService>>().ModelChosen(reason);
        }

        SessionService session = application.Services.GetRequiredService<SessionService>();
        SessionDriver driver = application.Services.GetRequiredService<SessionDriver>();
        TrainingProgress progress = application.Services.GetRequiredService<TrainingProgress>();
        AdminSocket.Map(application, new AdminOrders
        {
            Status = () => StatusAssembly.Of(driver.Status, progress.Status, StateDisk.Of(setup.State.Directory), TimeProvider.System.GetUtcNow()),
            Leave = driver.AskToLeaveAsync,
            SignText = driver.SignDraftAsync,
            SignDraft = driver.SignDraftAsync,
            Topology = driver.FindTopology,
        });
        application.Lifetime.ApplicationStarted.Register(() => AdminSocket.Protect(setup.State.AdminSocket));
        try
        {
            await application.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (application.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop while it still started: nothing had begun.
            return ExitCodes.Success;
        }

        return session.ExitCode;
    }

    // Before the socket is touched: a live daemon that is slow to answer must keep it.
    private static FileStream HoldAlone(SiloState state)
    {
        try
        {
            return new FileStream(state.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new CommandFailure(
                ExitCodes.Failure,
                $"another daemon runs on {state.Directory}: stop it, or give this one its own 'state' in silo.yaml");
        }
    }

    private static void AddSession(IServiceCollection services, SiloSetup setup, DaemonOptions options, SiloIdentity identity)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<PatientDisk>();
        services.AddSingleton(TrainingProgress.Begun(setup.Topology, setup.Cohort.Count, setup.State));
        services.AddSingleton<IRestorableLedger>(provider => new FileLedger(setup.State.Ledger, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => WorkerOf(setup, options, provider));
        services.AddSingleton(provider => new SessionDriver(
            SessionOptionsOf(setup, options, identity),
            provider.GetRequiredService<IRoundWorker>(),
            provider.GetRequiredService<PatientDisk>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SessionDriver>>()));
        services.AddSingleton(provider => new SessionService(
            provider.GetRequiredService<SessionDriver>().RunAsync,
            () => provider.GetRequiredService<SessionDriver>().Status.Participation,
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<ILogger<SessionService>>(),
            options.UntilComplete));
        services.AddHostedService(provider => provider.GetRequiredService<SessionService>());
    }

    /// <summary>What the exchange makes of a round.</summary>
    private static IRoundWorker WorkerOf(SiloSetup setup, DaemonOptions options, IServiceProvider provider)
    {
        TrainerOptions trainer = setup.TrainerOptions(options.Threads);
        IRestorableLedger ledger = provider.GetRequiredService<IRestorableLedger>();
        PatientDisk disk = provider.GetRequiredService<PatientDisk>();
        TrainingProgress progress = provider.GetRequiredService<TrainingProgress>();
        TimeProvider time = provider.GetRequiredService<TimeProvider>();
        return setup.Topology.Exchange.Kind switch
        {
            ExchangeKind.Isolated => Alone(setup.Cohort, setup.State, setup.Phases.Total - 1),
            ExchangeKind.Sharing => new SharingTrainer(
                trainer, setup.Cohort, setup.State, IsolatedTrainer.PhasesOf(setup.Plan, setup.Topology).Total, ledger, disk, progress,
                provider.GetRequiredService<ILogger<SharingTrainer>>(), Alone),
            _ => new LearningTrainer(
                trainer, setup.Cohort, setup.State, ledger, disk, progress, time, provider.GetRequiredService<ILogger<LearningTrainer>>(),
                () => SilosAway(provider.GetRequiredService<SessionDriver>().Status)),
        };

        IsolatedTrainer Alone(Cohort cohort, SiloState files, int lastRound) =>
            new(trainer, cohort, files, lastRound, ledger, disk, progress, time, provider.GetRequiredService<ILogger<IsolatedTrainer>>());
    }

    /// <summary>
    /// Silos that enough silos say to be away. Whom this silo alone suspects is not waited for: the others go on, and every
    /// round that they close without this one is a try lost. Nor is who has left: a fit that needs it ends.
    /// </summary>
    internal static IReadOnlyCollection<string> SilosAway(SessionStatus status) =>
        [.. status.Silos.Where(silo => silo.Condition == SiloCondition.Absent).Select(silo => silo.Silo)];

    private static SessionOptions SessionOptionsOf(SiloSetup setup, DaemonOptions options, SiloIdentity identity)
    {
        SessionOptions session = new()
        {
            Topology = setup.Topology,
            TopologyText = setup.TopologyText,
            Identity = identity,
            MemoryBudgetBytes = setup.Settings.MemoryBudgetBytes,
            StateDirectory = setup.State.Ring,
            StatisticRounds = setup.Phases.Opening,
            ClosingRounds = setup.Phases.Closing,
            Trains = setup.Phases.Training > 0,
            SumsMeans = FitRounds.MeansOf(setup.Plan, setup.Topology) > 0,
            Listen = setup.Settings.Listen,
            Proxy = setup.Settings.Proxy,
            Threads = options.Threads,
        };
        session = options.Suspicion is { } suspicion ? session with { Suspicion = suspicion } : session;
        return options.UntilComplete ? session : session with { Linger = LingerOfAService };
    }

    private static SiloIdentity LoadIdentity(SiloSetup setup, string? revokedPath) => SiloIdentity.Load(
        setup.Topology.Federation,
        setup.Settings.Silo,
        setup.Settings.Identity.KeyPath,
        setup.Settings.Identity.CertificatePath,
        setup.Settings.Identity.AuthorityPath,
        TimeProvider.System,
        revokedPath);

    private static void SayRevocations(ILogger logger, SiloIdentity identity, string? notice)
    {
        if (notice is not null)
        {
            logger.RevocationsOutdated(notice);
        }

        if (identity.Revocations is { } list)
        {
            logger.RevocationsInForce(list.Number.ToString(CultureInfo.InvariantCulture), list.Count);
            if (list.NextUpdate is { } due && due < TimeProvider.System.GetUtcNow())
            {
                logger.RevocationsOverdue(due);
            }
        }
    }

    private static void AddLogging(ILoggingBuilder logging, DaemonOptions options)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        if (options.LogJson)
        {
            logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
            return;
        }

        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });
    }
}
