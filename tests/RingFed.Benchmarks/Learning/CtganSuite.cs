using System.Globalization;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Ctgan;
using RingFed.Learning.Privacy;
using TorchSharp;

namespace RingFed.Benchmarks.Learning;

/// <summary>
/// CTGAN's training step and its sampling. The reference implementation is a Python program of its own: time it on the
/// same machine with as many threads and hand its figures in, and the table carries the ratio.
/// </summary>
internal sealed class CtganSuite : IBenchmarkSuite
{
    private const int RowsSampled = 20_000;

    public string Name => "ctgan";

    public string Usage => "--steps 50 --threads 1 --reference-step-us N --reference-rows-per-second N";

    public IEnumerable<Measurement> Run(BenchmarkOptions options)
    {
        int threads = options.Number("threads", 1);
        torch.set_num_threads(threads);
        (FittedEncoder encoder, Cohort cohort) = AdultShape.Make();
        using CtganModel model = new(new ModelContext(encoder, cohort, new ModelSeeds(1, 2), new OpenLedger(), TimeProvider.System), CtganOptions.Published);
        string size = string.Create(CultureInfo.InvariantCulture, $"adult's sizes, {AdultShape.Rows} rows, {threads} threads");

        TableLayout layout = new(encoder);
        double encode = Timing.MedianSeconds(options.Repeats, () => TableEncoder.Encode(layout, cohort, new SeededRandom(3)));
        yield return new Measurement("table encode", size, AdultShape.Rows / encode, "rows/s", "");

        TableRows table = TableEncoder.Encode(layout, cohort, new SeededRandom(3));
        double decode = Timing.MedianSeconds(options.Repeats, () => new TableDecoder(layout).Decode(table.Values, table.Rows));
        yield return new Measurement("table decode", size, AdultShape.Rows / decode, "rows/s", "");

        int steps = options.Number("steps", 50);
        double train = Timing.MedianSeconds(options.Repeats, () => model.Train(new TrainingBudget(steps), CancellationToken.None)) / steps;
        yield return new Measurement("training step", $"{size}, batch 500, pac 10", 1e3 * train, "ms", Ratio(options.Number("reference-step-us", 0) / 1e6 / train));

        SampleRequest request = new(RowsSampled, Seed: 4, []);
        double rate = RowsSampled / Timing.MedianSeconds(options.Repeats, () => model.Sample(request, CancellationToken.None));
        yield return new Measurement("sampling", $"{size}, {RowsSampled} rows, decoded", rate, "rows/s", Ratio(rate / options.Number("reference-rows-per-second", int.MaxValue)));
    }

    private static string Ratio(double ratio) => ratio < 0.01 ? "" : string.Create(CultureInfo.InvariantCulture, $"{ratio:f2}x the reference");

    private sealed class OpenLedger : ILedger
    {
        public double EpsilonSpent => 0;

        public void Reserve(LedgerEntry entry)
        {
        }
    }
}
