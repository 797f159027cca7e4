using RingFed.Daemon.Demo;
using RingFed.Daemon.Training;
using RingFed.Federation.Topology;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Privacy;

namespace RingFed.Daemon.Tests.Commands;

/// <summary>A silo's folder as a daemon leaves it once its ring has made a model by sums: files, encoder and checkpoint, on simulated patients.</summary>
internal sealed class FittedSilo : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly DemoSilo _silo;

    private FittedSilo(string model, string options, int patients)
    {
        DemoOptions demo = new(3, 1, 1, DemoOptions.SimulatedCohort, patients, model, Seed: 7, new DirectoryInfo(_folder["f"]));
        DemoCohort cohort = DemoCohort.Load(demo);
        demo.PrepareDirectory();
        _silo = DemoFederation.Write(demo, cohort)[0];
        string topology = _folder["f/topology.yaml"];
        File.WriteAllText(topology, File.ReadAllText(topology).Replace("seed: 7 }", $"seed: 7, options: {{ {options} }} }}", StringComparison.Ordinal));
        (Trained, Unseen) = (cohort.PooledTrain(), cohort.HoldOut);
    }

    public Cohort Trained { get; }

    public Cohort Unseen { get; }

    public string SiloFile => _silo.SiloFile;

    public string this[string name] => _folder[name];

    /// <param name="options">Of the model, as in a topology.</param>
    public static async Task<FittedSilo> OfAsync(string model, string options = "", int patients = 600)
    {
        FittedSilo silo = new(model, options, patients);
        FederationTopology topology = TopologyFile.Load(silo._folder["f/topology.yaml"]).Value!;
        SiloState files = new(Path.Combine(silo._silo.Folder, "state"));
        files.Create();
        FittedEncoder encoder = EncoderFit.FitLocally(silo.Trained);
        EncoderFile.Write(files, encoder);
        using IRingModel made = ModelCatalog.Create(
            model, new ModelContext(encoder, silo.Trained, new ModelSeeds(1, 2), new FileLedger(files.Ledger, TimeProvider.System), TimeProvider.System),
            ModelCatalog.ParseOptions(model, topology.Model.Options));
        await made.FitAsync(FitStage.BeforeTraining, new LocalRing(["pooled"]).For("pooled"), TestContext.Current.CancellationToken);
        new CheckpointStore(files).Save(made, new CheckpointMark(FitStage.BeforeTraining, null, null));
        return silo;
    }

    /// <summary>A folder of files for a model that was never fitted.</summary>
    public static FittedSilo Unfitted(string model)
    {
        FittedSilo silo = new(model, "", patients: 150);
        SiloState files = new(Path.Combine(silo._silo.Folder, "state"));
        files.Create();
        EncoderFile.Write(files, EncoderFit.FitLocally(silo.Trained));
        return silo;
    }

    /// <summary>Writes patients with keys, the columns named missing in every third row.</summary>
    public string Write(Cohort cohort, string name, params string[] holes)
    {
        double[][] columns = [.. Enumerable.Range(0, cohort.Schema.Columns.Count).Select(column => cohort.Column(column).ToArray())];
        foreach (string hole in holes)
        {
            double[] values = columns[cohort.Schema.IndexOf(hole)];
            for (int row = 0; row < values.Length; row += 3)
            {
                values[row] = double.NaN;
            }
        }

        CohortCsv.Write(new Cohort(cohort.Schema, columns), _folder[name], keyPrefix: "patient-");
        return _folder[name];
    }

    public Task<Invocation> RunAsync(string command, params string[] options) => Invocation.RunAsync([command, "--config", SiloFile, .. options]);

    public void Dispose() => _folder.Dispose();
}
