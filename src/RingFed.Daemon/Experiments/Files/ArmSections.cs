using RingFed.Federation.Aggregation;
using RingFed.Federation.Topology;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Files;

/// <summary>Reads <c>models</c> and <c>strategies</c>.</summary>
internal static class ArmSections
{
    private const double ProximalDefault = .01;

    private static readonly Dictionary<string, StrategyPlan> Kinds = new()
    {
        ["isolated"] = new("", StrategyKind.Isolated),
        ["pooled"] = new("", StrategyKind.Pooled),
        ["fedavg"] = new("", StrategyKind.Relay) { Rule = "weighted-mean" },
        ["relay"] = new("", StrategyKind.Relay),
        ["fedprox"] = new("", StrategyKind.Relay) { Rule = "weighted-mean", Proximal = ProximalDefault },
        ["distribution-aware"] = new("", StrategyKind.Relay) { Rule = "distribution-aware-mean" },
        ["sequential"] = new("", StrategyKind.Sequential),
        ["synthetic-sharing"] = new("", StrategyKind.SyntheticSharing),
    };

    /// <param name="seeds">Of the experiment, of which a model may take some.</param>
    public static IReadOnlyList<ModelPlan> Models(SectionReader root, IReadOnlyList<long> seeds)
    {
        ModelPlan[] models = [.. root.Sections("models", ExperimentFields.Model).Select(section => Model(section, "model") with { Seeds = SeedsOf(section, seeds) })];
        RequireSome(root, "models", models.Length, "- model: ctgan");
        RequireDistinct(root, "models", models.Select(model => model.Label));
        return models;
    }

    public static IReadOnlyList<StrategyPlan> Strategies(SectionReader root)
    {
        StrategyPlan[] strategies = [.. root.Sections("strategies", ExperimentFields.Strategy).Select(Strategy)];
        RequireSome(root, "strategies", strategies.Length, "- kind: relay");
        RequireDistinct(root, "strategies", strategies.Select(strategy => strategy.Label));
        return strategies;
    }

    private static IReadOnlyList<long>? SeedsOf(SectionReader section, IReadOnlyList<long> seeds)
    {
        if (!section.Has("seeds"))
        {
            return null;
        }

        IReadOnlyList<long> own = section.Integers("seeds", 0, (1L << 53) - 1);
        if (own.Count == 0 || own.Distinct().Count() < own.Count || own.Except(seeds).Any())
        {
            section.Fault("seeds", "names none, one twice, or one that the experiment has not", $"write some of {string.Join(", ", seeds)}");
        }

        return own;
    }

    private static ModelPlan Model(SectionReader section, string field)
    {
        string? name = section.RequiredText(field, "ctgan");
        IReadOnlyDictionary<string, string> options = section.FreeMap("options");
        if (name is not null && !ModelCatalog.Names.Contains(name))
        {
            section.Fault(field, $"is '{name}', which this version does not have", $"write one of {string.Join(", ", ModelCatalog.Names)}");
        }
        else if (name is not null)
        {
            Check(section, name, options);
        }

        return new ModelPlan(field == "model" ? section.Text("label") ?? name ?? "" : name ?? "", name ?? "", options);
    }

    private static void Check(SectionReader section, string name, IReadOnlyDictionary<string, string> options)
    {
        try
        {
            ModelCatalog.ParseOptions(name, options);
        }
        catch (ArgumentException faults)
        {
            foreach (string line in faults.Message.Split(Environment.NewLine))
            {
                section.Fault("options", $"does not fit {name}: {line}", "mend the option, or leave it out for its default");
            }
        }
    }

    private static StrategyPlan Strategy(SectionReader section)
    {
        string kind = section.RequiredText("kind", "relay") is null ? "relay" : section.Choice("kind", [.. Kinds.Keys], "relay");
        StrategyPlan plan = Kinds[kind];
        RefuseOutOfPlace(section, kind, plan.Kind);
        return plan with
        {
            Label = section.Text("label") ?? kind,
            Rule = section.Has("rule") ? section.Choice("rule", AggregationRules.Names, AggregationRules.Auto) : plan.Rule,
            Proximal = section.Number("mu", 0, 1e6, plan.Proximal),
            Guard = section.Flag("guard", byDefault: false),
            Generator = section.Has("generator") ? Model(section, "generator") : null,
            Filtered = section.Flag("filtered", byDefault: false),
        };
    }

    private static void RefuseOutOfPlace(SectionReader section, string name, StrategyKind kind)
    {
        (string Field, bool IsUsed)[] uses =
        [
            ("rule", name == "relay"),
            ("mu", kind == StrategyKind.Relay),
            ("guard", kind is StrategyKind.Relay or StrategyKind.Sequential or StrategyKind.SyntheticSharing),
            ("generator", kind == StrategyKind.SyntheticSharing),
            ("options", section.Has("generator")),
            ("filtered", kind == StrategyKind.SyntheticSharing),
        ];
        foreach ((string field, _) in uses.Where(use => !use.IsUsed && section.Has(use.Field)))
        {
            section.Fault(field, $"is not used by {name}", field == "options" ? "name a generator, whose options these are" : "remove it");
        }
    }

    private static void RequireSome(SectionReader root, string field, int count, string example)
    {
        if (count == 0)
        {
            root.Fault(field, "names none", $"write `{field}:` and below it `{example}`");
        }
    }

    private static void RequireDistinct(SectionReader root, string field, IEnumerable<string> labels)
    {
        foreach (IGrouping<string, string> twice in labels.GroupBy(label => label).Where(group => group.Count() > 1))
        {
            root.Fault(field, $"has '{twice.Key}' twice", "give one of the two a `label` of its own");
        }
    }
}
