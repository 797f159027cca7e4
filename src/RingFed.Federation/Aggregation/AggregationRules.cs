using RingFed.Federation.Aggregation.Rules;

namespace RingFed.Federation.Aggregation;

/// <summary>Turns a rule's name in the topology into a rule, or says why it cannot be one.</summary>
public static class AggregationRules
{
    public const string Auto = "auto";

    /// <summary>Takes the parameters of the silo whose turn it is (<see cref="TurnOrder"/>); the others have not trained.</summary>
    public const string Sequential = SequentialRule.Name;

    /// <summary>Most silos a rule merges; the sorting network and the distance matrix are sized by it.</summary>
    public const int SilosMax = 1024;

    /// <summary>Every name that <see cref="Resolve"/> takes and that merges updates: all but <see cref="Sequential"/>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        Auto,
        .. RowRuleEntry.All.Select(entry => entry.Name),
        .. RuleName.Prefixes.SelectMany(prefix => Prefixable.Select(name => prefix + name)),
    ];

    private static IEnumerable<string> Prefixable => RowRuleEntry.All.Where(entry => entry.TakesPrefix).Select(entry => entry.Name);

    /// <summary>
    /// The rule for <paramref name="silos"/> updates. <c>auto</c> is NNM + trimmed mean from 5 silos, the geometric
    /// median at 3 and 4, the mean at 1 and 2.
    /// </summary>
    /// <param name="silos">Updates to be merged, 1 to <see cref="SilosMax"/>.</param>
    /// <param name="byzantine">f of the topology; null takes floor((silos - 1) / 4).</param>
    /// <param name="seed">
    /// What bucketing shuffles the roster with; other rules do not read it. It must be the same at every silo and known to
    /// none before updates are committed.
    /// </param>
    /// <exception cref="AggregationException">Unknown name, f out of range, too few silos for f, or too many to search.</exception>
    public static AggregationRule Resolve(string rule, int silos, int? byzantine, ulong seed = 0)
    {
        if (FaultOf(rule, silos, byzantine) is { } fault)
        {
            throw fault;
        }

        int f = byzantine ?? DefaultFaulty(silos);
        string chosen = rule == Auto ? ChooseFor(silos) : rule;
        RuleName name = RuleName.Parse(chosen)!;
        IRowRule rows = name.Entry.Make(name.Rows(silos), f);
        return new AggregationRule(
            chosen,
            RuleLabel.For(chosen, rows, name.IsPrefixed, silos, f),
            RuleLabel.IsRobust(rows, name.IsPrefixed, silos, f),
            name.IsPrefixed || rows.UsesFaulty ? f : null,
            silos,
            rows,
            name.MakeBefore(silos, f, seed));
    }

    /// <summary>
    /// The rule for what is left of an agreed set, which may be fewer than the named one takes: a round that has closed is
    /// merged in any case. Who was kept out is one of the f; where the rule does not fit without them either, <c>auto</c>
    /// decides. The label says what was applied.
    /// </summary>
    /// <param name="refused">Updates that could not be read, or that screening kept out.</param>
    /// <exception cref="AggregationException">Unknown name, or none left.</exception>
    public static AggregationRule ResolveLeft(string rule, int silos, int? byzantine, int refused, ulong seed)
    {
        if (refused == 0 || WhyUnfit(rule, silos, byzantine) is null)
        {
            return Resolve(rule, silos, byzantine, seed);
        }

        int f = Math.Max(0, (byzantine ?? DefaultFaulty(silos + refused)) - refused);
        return WhyUnfit(rule, silos, f) is null ? Resolve(rule, silos, f, seed) : Resolve(Auto, silos, Math.Min(f, DefaultFaulty(silos)), seed);
    }

    /// <summary>What <see cref="Resolve"/> would refuse, in a sentence that says what to write instead; null when it takes it.</summary>
    public static string? WhyUnfit(string rule, int silos, int? byzantine) => FaultOf(rule, silos, byzantine)?.Message;

    /// <summary>Fewest updates that a rule takes with f faulty ones among them.</summary>
    /// <exception cref="AggregationException">Unknown name.</exception>
    public static int SilosMin(string rule, int f) => rule == Auto ? (2 * f) + 1 : (RuleName.Parse(rule) ?? throw Unknown(rule)).SilosMin(f);

    /// <summary>floor((n - 1) / 4): the f that a topology without <c>byzantine</c> means.</summary>
    public static int DefaultFaulty(int silos) => (silos - 1) / 4;

    private static string ChooseFor(int silos) => silos switch
    {
        >= 5 => NearestNeighbourMixing.Prefix + TrimmedMeanRule.Name,
        >= 3 => GeometricMedianRule.Name,
        _ => MeanRule.Name,
    };

    private static AggregationException? FaultOf(string rule, int silos, int? byzantine)
    {
        if (rule != Auto && RuleName.Parse(rule) is null)
        {
            return Unknown(rule);
        }

        if (silos is < 1 or > SilosMax)
        {
            return new(AggregationFault.TooFewSilos, $"A rule merges 1 to {SilosMax} updates, not {silos}.");
        }

        int f = byzantine ?? DefaultFaulty(silos);
        if (f < 0 || f >= silos)
        {
            return new(
                AggregationFault.FaultyCountOutOfRange,
                $"byzantine: {f} does not fit {silos} updates; write 0 to {(silos - 1) / 2}.");
        }

        string chosen = rule == Auto ? ChooseFor(silos) : rule;
        return Misfit(chosen, RuleName.Parse(chosen)!, silos, f);
    }

    private static AggregationException? Misfit(string rule, RuleName name, int silos, int f)
    {
        if (silos < name.SilosMin(f))
        {
            return new(
                AggregationFault.TooFewSilos,
                $"{rule} with byzantine: {f} needs at least {name.SilosMin(f)} updates and got {silos}; "
                + (name.FaultyMax(silos, f) is { } lower ? $"lower byzantine to {lower} or wait for more silos." : $"write rule: {Auto}, or wait for more silos."));
        }

        return name.IsTooCostly(silos, f)
            ? new(
                AggregationFault.TooCostly,
                $"{rule} with byzantine: {f} may look at more than {MinimumDiameterRule.ComparisonsMax} distances to find the tightest of {name.Rows(silos)} rows; "
                + $"write rule: {MultiKrumRule.Name}, or lower byzantine to {name.FaultyMax(silos, f)}.")
            : null;
    }

    private static AggregationException Unknown(string rule) => new(
        AggregationFault.UnknownRule, $"There is no aggregation rule '{rule}'; {RuleNameAdvice(rule)}");

    private static string RuleNameAdvice(string rule)
    {
        string? prefix = RuleName.Prefixes.FirstOrDefault(known => rule.StartsWith(known, StringComparison.Ordinal));
        string behind = rule[(prefix?.Length ?? 0)..];
        if (prefix is not null && RuleName.Parse(behind) is { IsPrefixed: false })
        {
            return $"{prefix} averages the updates of several silos, which then have no weights of their own: write {behind}, or {prefix}{MeanRule.Name}.";
        }

        return $"write {Auto}, {Sequential}, or one of {string.Join(", ", RowRuleEntry.All.Select(entry => entry.Name))}; "
            + $"{string.Join(" or ", RuleName.Prefixes)} may stand once in front of {string.Join(", ", Prefixable)}.";
    }
}
