using RingFed.Daemon.Training;
using RingFed.Federation.Topology;
using RingFed.Learning.Data;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Commands;

/// <summary>A silo's fitted model, as the commands that put it to use open it.</summary>
/// <param name="Schema">That the ring fitted the model for.</param>
internal sealed record ModelInUse<T>(T Model, CohortSchema Schema, FederationTopology Topology) : IDisposable
    where T : class, IRingModel
{
    /// <param name="siloFile">The silo's own file.</param>
    /// <param name="cannot">What is said of a model that is none: "draws no patients".</param>
    /// <param name="error">Told when an older checkpoint stands in for the last.</param>
    /// <exception cref="CommandFailure">The files have faults, or the silo has no such model yet.</exception>
    public static ModelInUse<T> Open(string siloFile, string cannot, TextWriter error)
    {
        InputFailures failures = new();
        SiloSettings? settings = failures.Take(SiloFile.Load(siloFile));
        failures.ThrowIfAny();
        FederationTopology? topology = failures.Take(TopologyFile.Load(settings!.TopologyPath));
        failures.ThrowIfAny();
        (T model, CohortSchema schema, RestoredCheckpoint from) = SiloModel.Open<T>(new SiloState(settings.StateDirectory), topology!, cannot);
        if (from.Fault is not null)
        {
            error.WriteLine($"ringfed: {from.Fault}; using the older {from.Path}");
        }

        return new ModelInUse<T>(model, schema, topology!);
    }

    public void Dispose() => Model.Dispose();
}
