using RingFed.Federation.Topology;

namespace RingFed.Daemon.Experiments.Files;

/// <summary>Reads <c>partition</c>.</summary>
internal static class PartitionSection
{
    private static readonly Dictionary<string, PartitionKind> Kinds = new()
    {
        ["as-is"] = PartitionKind.AsIs,
        ["column"] = PartitionKind.Column,
        ["iid"] = PartitionKind.Iid,
        ["dirichlet"] = PartitionKind.Dirichlet,
        ["sizes"] = PartitionKind.Sizes,
    };

    private static readonly Dictionary<string, string[]> Users = new()
    {
        ["column"] = ["column", "dirichlet"],
        ["silos"] = ["iid", "dirichlet"],
        ["concentration"] = ["dirichlet"],
        ["sizes"] = ["sizes"],
        ["seed"] = ["iid", "dirichlet", "sizes"],
    };

    public static PartitionPlan Read(SectionReader section, CohortPlan cohort)
    {
        string by = section.Choice("by", [.. Kinds.Keys], "as-is");
        foreach ((string field, string[] users) in Users.Where(use => section.Has(use.Key) && !use.Value.Contains(by)))
        {
            section.Fault(field, $"is not used by: {by}", $"remove it, or write `by: {string.Join("` or `by: ", users)}`");
        }

        if (Users["column"].Contains(by))
        {
            section.RequiredText("column", "sex");
        }

        IReadOnlyList<int> sizes = [.. section.Integers("sizes", 1, int.MaxValue).Select(size => (int)size)];
        if (by == "sizes" && sizes.Count < 2)
        {
            section.Fault("sizes", "names fewer than two silos", "add `sizes: [300, 100]`");
        }

        if (by == "as-is" && cohort is { Simulate: not null, Sizes.Count: < 2 })
        {
            section.Fault("by", "takes silos as they are, but the simulated cohort is one", "write cohort.sizes, or `by: iid`, dirichlet, sizes or column");
        }

        return new PartitionPlan(Kinds[by])
        {
            Column = section.Text("column"),
            Silos = (int)section.Integer("silos", 2, Federation.Wire.WireCaps.SilosMax, 3),
            Concentration = section.Number("concentration", 1e-3, 1e6, .5),
            Sizes = sizes,
            Seed = section.Integer("seed", 0, long.MaxValue, 1),
        };
    }
}
