using System.Globalization;
using System.Text.Json;
using RingFed.Daemon.Status;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Status;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Evaluation;

namespace RingFed.Daemon.Demo;

/// <summary>The main job on one machine, end to end: enrol, run the ring, stop it, draw patients at one silo, judge them.</summary>
internal sealed class DemoRun(DemoOptions options, TextWriter output, bool isTerminal, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    public async Task<DemoSummary> RunAsync(CancellationToken cancellationToken)
    {
        DemoCohort cohort = DemoCohort.Load(options);
        options.PrepareDirectory();
        IReadOnlyList<DemoSilo> silos = DemoFederation.Write(options, cohort);
        string holdOutFile = Path.Combine(options.Directory.FullName, "holdout.csv");
        CohortCsv.Write(cohort.HoldOut, holdOutFile, keyPrefix: "holdout-");
        Say($"cohort: {cohort.Name}; {string.Join(", ", silos.Select(silo => $"{silo.Id} {silo.Patients}"))} patients to train on, {cohort.HoldOut.Count} held out");
        Say($"{silos.Count} daemons in {options.Directory.FullName}, ring {string.Join(" -> ", silos.Select(silo => silo.Id))} -> {silos[0].Id}");

        long trainingStarted = time.GetTimestamp();
        DemoWatch watch = await TrainAsync(silos, cancellationToken);
        double trainingSeconds = time.GetElapsedTime(trainingStarted).TotalSeconds;

        Cohort synthetic = await GenerateAsync(silos[0], cohort, cancellationToken);
        Say($"evaluating {synthetic.Count} synthetic patients");
        EvaluationReport report = new Evaluator(time).Evaluate(
            cohort.PooledTrain(), cohort.HoldOut, synthetic, new EvaluationOptions { Seed = options.Seed }, cancellationToken);
        DemoSummary summary = Summarise(cohort, silos, watch, report, trainingSeconds);
        string file = Path.Combine(options.Directory.FullName, "summary.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(summary, DemoJsonContext.Default.DemoSummary), cancellationToken);
        Print(report, summary, watch.Statuses[0].Session.Participation, file);
        return summary;
    }

    private async Task<DemoWatch> TrainAsync(IReadOnlyList<DemoSilo> silos, CancellationToken cancellationToken)
    {
        List<SiloProcess> processes = [];
        int threads = Math.Max(1, Environment.ProcessorCount / silos.Count);
        try
        {
            foreach (DemoSilo silo in silos)
            {
                processes.Add(SiloProcess.Start(
                    silo.Id, ["run", "--config", silo.SiloFile, "--threads", threads.ToString(CultureInfo.InvariantCulture)], silo.Log));
            }

            DemoWatch watch = new(silos, processes);
            await new DemoScreen(output, isTerminal).ShowAsync(report => watch.UntilCompleteAsync(report, cancellationToken));
            return watch;
        }
        finally
        {
            await Task.WhenAll(processes.Select(process => process.DisposeAsync().AsTask()));
        }
    }

    // By the command, as an operator would: the model comes from the silo's state directory alone.
    private async Task<Cohort> GenerateAsync(DemoSilo silo, DemoCohort cohort, CancellationToken cancellationToken)
    {
        string file = Path.Combine(options.Directory.FullName, "synthetic.csv");
        int rows = cohort.HoldOut.Count + cohort.Train.Sum(part => part.Train.Count);
        Say($"drawing {rows} synthetic patients at {silo.Id}");
        string[] arguments =
        [
            "generate", "--config", silo.SiloFile, "--rows", rows.ToString(CultureInfo.InvariantCulture),
            "--seed", options.Seed.ToString(CultureInfo.InvariantCulture), "--out", file,
        ];
        await using SiloProcess process = SiloProcess.Start(silo.Id, arguments, silo.Log);
        await process.WaitAsync(cancellationToken);
        return process.ExitCode == ExitCodes.Success
            ? CohortCsv.Read(cohort.Schema, [file])
            : throw new CommandFailure(ExitCodes.Failure, $"'ringfed {string.Join(' ', arguments)}' ended with exit code {process.ExitCode}; see {silo.Log}");
    }

    private DemoSummary Summarise(
        DemoCohort cohort, IReadOnlyList<DemoSilo> silos, DemoWatch watch, EvaluationReport report, double trainingSeconds)
    {
        IReadOnlyDictionary<int, RoundRecord> first = watch.Records[0];
        IReadOnlyList<RoundRecord> trained = [.. watch.Records.SelectMany(records => records.Values).Where(record => record.Kind == RoundKind.Parameters)];
        return new DemoSummary
        {
            Silos = silos.Count,
            Rounds = first.Values.Count(record => record.Kind == RoundKind.Parameters),
            StatisticRounds = first.Values.Count(record => record.Kind == RoundKind.Statistic),
            Model = options.Model,
            Rule = watch.Statuses[0].Session.RuleLabel,
            Cohort = cohort.Name,
            RoundSecondsMedian = Median(trained.Select(record => record.Seconds)),
            BytesOutPerSiloPerRound = trained.Count == 0 ? 0 : trained.Average(record => record.BytesOutChunks),
            BytesOutFormula = (silos.Count - 1) * trained.Select(record => record.PayloadBytes).DefaultIfEmpty().Max(),
            AggregateDigestsAgree = first.Keys.All(round =>
                watch.Records.All(records => records.TryGetValue(round, out RoundRecord? record) && record.AggregateDigest == first[round].AggregateDigest)),
            Participants = [.. first.Values.Select(record => new RoundParticipants(
                record.Round, record.Merged, [.. record.Missed.Select(missed => $"{missed.Silo}: {missed.Reason}")], record.AggregateDigest))],
            FullRounds = watch.Statuses[0].Session.Participation.Full,
            SubsetRounds = watch.Statuses[0].Session.Participation.Subset,
            Metrics = DemoMetrics.Of(report),
            SiloDetails = [.. silos.Select((silo, i) => DetailsOf(silo, watch.Statuses[i], watch.ResidentBytesMax[i]))],
            DaemonBytesPeak = watch.AllResidentBytesPeak,
            TrainingSeconds = trainingSeconds,
            TotalSeconds = time.GetElapsedTime(_started).TotalSeconds,
        };
    }

    private static SiloSummary DetailsOf(DemoSilo silo, DaemonStatus status, long residentBytesMax) => new(
        silo.Id,
        silo.Patients,
        status.Training.StepsTotal,
        status.Training.StepMilliseconds,
        status.Session.BytesOut.Total,
        status.Session.BytesIn.Total,
        residentBytesMax);

    private void Print(EvaluationReport report, DemoSummary summary, Participation participation, string file)
    {
        output.WriteLine();
        foreach (string line in ReportTable.Lines(report))
        {
            output.WriteLine(line);
        }

        output.WriteLine();
        Say($"rule: {summary.Rule}");
        Say($"took part: {ParticipationText.Summary(participation)} ({Wording.Count(summary.StatisticRounds, "round")} of masked sums, {summary.Rounds} of training)");
        string digests = summary.AggregateDigestsAgree ? "agree" : "DIFFER";
        Say(summary.Rounds == 0 ? $"no rounds of training: {summary.StatisticRounds} rounds of masked sums made the model, digests {digests}" : string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Rounds} rounds of training, {summary.RoundSecondsMedian:0.0} s each (median), {Wording.Bytes(summary.BytesOutPerSiloPerRound)} payload out per silo and round ({summary.BytesOutPerSiloPerRound / summary.BytesOutFormula:0.000} of (n-1) x M), digests {digests}"));
        Say($"{Wording.Duration(TimeSpan.FromSeconds(summary.TotalSeconds))} in all, {Wording.Bytes(summary.DaemonBytesPeak)} resident in all daemons at most; {file}");
    }

    private void Say(string sentence) => output.WriteLine(sentence);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
