using RingFed.Federation.Topology;

namespace RingFed.Daemon.Experiments.Files;

/// <summary>All fields of an experiment file. <c>topology/experiments/experiment.schema.json</c> describes the same ones.</summary>
internal static class ExperimentFields
{
    public static FieldSet Root { get; } = new("", "experiment", "cohort", "partition", "split", "training", "judging", "models", "strategies", "seeds");

    public static FieldSet Cohort { get; } = new("cohort", "simulate", "patients", "sizes", "skew", "seed", "public", "folder", "schema", "tables", "holdout");

    public static FieldSet Partition { get; } = new("partition", "by", "column", "silos", "concentration", "sizes", "seed");

    public static FieldSet Split { get; } = new("split", "by", "holdout", "folds", "repeats", "seed");

    public static FieldSet Training { get; } = new("training", "rounds", "steps", "codec", "byzantine");

    public static FieldSet Judging { get; } = new("judging", "silos", "groups", "siloGroups", "byRound", "threads");

    public static FieldSet Model { get; } = new("models[]", "model", "label", "options", "seeds");

    public static FieldSet Strategy { get; } = new("strategies[]", "kind", "label", "rule", "mu", "guard", "generator", "options", "filtered");

    public static IReadOnlyList<FieldSet> All { get; } = [Root, Cohort, Partition, Split, Training, Judging, Model, Strategy];
}
