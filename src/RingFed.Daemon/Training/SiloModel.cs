using RingFed.Federation.Topology;
using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Privacy;

namespace RingFed.Daemon.Training;

/// <summary>A silo's fitted model, opened from its state directory for use; it never sees the cohort.</summary>
internal static class SiloModel
{
    /// <exception cref="CommandFailure">The silo has no usable model yet.</exception>
    public static (IGenerativeModel Model, CohortSchema Schema, RestoredCheckpoint From) Open(SiloSettings settings, FederationTopology topology) =>
        Open(new SiloState(settings.StateDirectory), topology);

    /// <exception cref="CommandFailure">The silo has no usable model yet, or it draws no patients.</exception>
    public static (IGenerativeModel Model, CohortSchema Schema, RestoredCheckpoint From) Open(SiloState state, FederationTopology topology) =>
        Open<IGenerativeModel>(state, topology, "draws no patients");

    /// <param name="cannot">What is said of a model that is none: "'cox' draws no patients".</param>
    /// <exception cref="CommandFailure">The silo has no usable model yet, or it is no <typeparamref name="T"/>.</exception>
    public static (T Model, CohortSchema Schema, RestoredCheckpoint From) Open<T>(SiloState state, FederationTopology topology, string cannot)
        where T : class, IRingModel
    {
        FittedEncoder encoder = EncoderFile.Read(state);
        Cohort nobody = new(encoder.Schema, [.. encoder.Schema.Columns.Select(_ => Array.Empty<double>())]);
        IRingModel model = ModelCatalog.Create(
            topology.Model.Kind,
            new ModelContext(encoder, nobody, new ModelSeeds(topology.Model.Seed, 0), new NoTraining(), TimeProvider.System),
            ModelCatalog.ParseOptions(topology.Model.Kind, topology.Model.Options));
        if (model is not T wanted)
        {
            model.Dispose();
            throw new CommandFailure(ExitCodes.BadInput, $"'{topology.Model.Kind}' {cannot}");
        }

        RestoredCheckpoint restored = topology.Aggregation.Gate == MergeGate.Heldout && File.Exists(state.Served) ? Served(state, model) : new CheckpointStore(state).Restore(model);
        if (restored.Path is null)
        {
            model.Dispose();
            throw new CommandFailure(
                ExitCodes.Failure, restored.Fault ?? $"{state.Model} does not exist: the silo has not closed a training round yet, or the sums that make the model are not complete");
        }

        if (ModelCatalog.PlanOf(topology.Model.Kind, encoder.Schema, topology.Model.Options).SumsAfter > 0 && restored.Stage != FitStage.AfterTraining)
        {
            model.Dispose();
            throw new CommandFailure(
                ExitCodes.Failure, $"{restored.Path} is of a round of training: '{topology.Model.Kind}' is of use once the ring has added up what comes after training");
        }

        return (wanted, encoder.Schema, restored);
    }

    // Where the gate chooses, nothing stands in for its choice: the checkpoint may be what it rejected.
    private static RestoredCheckpoint Served(SiloState state, IRingModel model)
    {
        try
        {
            model.LoadCheckpoint(state.Served);
            return new RestoredCheckpoint(state.Served, null);
        }
        catch (InvalidDataException broken)
        {
            return new RestoredCheckpoint(null, $"{broken.Message}; the next round that closes writes it anew");
        }
    }

    /// <summary>A model opened for use must not train: there is nobody to train on and nothing to pay with.</summary>
    private sealed class NoTraining : ILedger
    {
        public double EpsilonSpent => 0;

        public void Reserve(LedgerEntry entry) =>
            throw new BudgetSpentException($"'{entry.Name}': this model was opened for use only");
    }
}
