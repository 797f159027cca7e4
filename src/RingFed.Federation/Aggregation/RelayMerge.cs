using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Aggregation;

/// <param name="Updates">The agreed set, in roster order.</param>
/// <param name="Base">The last agreed parameters, [layout count] float32.</param>
/// <param name="Rule">As in the topology.</param>
/// <param name="Byzantine">f of the topology; null for floor((n - 1) / 4).</param>
public sealed record MergeRequest(
    IReadOnlyList<SiloUpdate> Updates,
    ReadOnlyMemory<float> Base,
    ParameterLayout Layout,
    string Rule,
    int? Byzantine,
    int Threads)
{
    /// <summary>Updates of the agreed set that could not be read, and are not among <see cref="Updates"/>.</summary>
    public int Unreadable { get; init; }

    /// <summary>The same at every silo, and known to none before updates are committed; for rules that shuffle.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Silo ids by whose turn it is, those that stand in after it; read by <see cref="AggregationRules.Sequential"/> alone.
    /// Empty, and the first update's turn it is.
    /// </summary>
    public IReadOnlyList<string> Turns { get; init; } = [];
}

/// <param name="Rule">What was applied, with its label; resolved for the updates that passed screening.</param>
/// <param name="Merged">Silo ids that went into the result, in roster order.</param>
/// <param name="Refused">Silo ids kept out by screening, with the reason.</param>
/// <param name="Digest">SHA-256 of the new parameters' canonical bytes.</param>
public sealed record MergeOutcome(
    AggregationRule Rule,
    IReadOnlyList<string> Merged,
    IReadOnlyList<(string Silo, string Reason)> Refused,
    ReadOnlyMemory<byte> Digest)
{
    /// <summary>The silo whose parameters are the result; null where they are merged ones.</summary>
    public string? Taken { get; init; }
}

/// <summary>
/// What every silo does with an agreed set, the same way: screen, normalise steps, aggregate, add to the base. A pure
/// function of its request, so equal sets give equal digests.
/// </summary>
public static class RelayMerge
{
    /// <summary>Writes the new parameters to <paramref name="destination"/>.</summary>
    /// <exception cref="AggregationException">
    /// Screening left nothing, the rule does not fit the agreed set, lengths disagree, or the processor flushes subnormals.
    /// </exception>
    public static MergeOutcome Run(MergeRequest request, Span<float> destination)
    {
        SubnormalProbe.Require();
        RequireBase(request, destination.Length);
        ScreeningResult screened = UpdateScreening.Screen(request.Updates, request.Layout, request.Threads);
        SiloUpdate[] accepted = [.. screened.Accepted.Select(index => request.Updates[index])];
        if (accepted.Length == 0)
        {
            throw new AggregationException(
                AggregationFault.NothingToMerge,
                $"None of {request.Updates.Count} updates passed screening: {string.Join(" ", screened.Refused.Select(one => one.Reason))}");
        }

        AggregationRule rule = AggregationRules.ResolveLeft(request.Rule, accepted.Length, request.Byzantine, screened.Refused.Count + request.Unreadable, request.Seed);
        int turn = TurnAmong(accepted, request.Turns);
        bool takesOne = rule.Name == AggregationRules.Sequential;
        rule.Aggregate(Input(accepted, screened, request, takesOne) with { Turn = turn }, destination);
        AddBase(request.Base.Span, destination);
        return new MergeOutcome(
            rule,
            [.. accepted.Select(update => update.Silo)],
            [.. screened.Refused.Select(one => (request.Updates[one.Index].Silo, one.Reason))],
            AggregateDigest.Of(destination))
        {
            Taken = takesOne ? accepted[turn].Silo : null,
        };
    }

    private static void RequireBase(MergeRequest request, int destinationLength)
    {
        if (request.Base.Length != request.Layout.Count || destinationLength != request.Layout.Count)
        {
            throw new AggregationException(
                AggregationFault.InputShape,
                $"The layout holds {request.Layout.Count} values, the base {request.Base.Length} and the destination {destinationLength}.");
        }
    }

    /// <summary>Of the silos that are left, the first in turn.</summary>
    private static int TurnAmong(SiloUpdate[] accepted, IReadOnlyList<string> turns) => turns
        .Select(silo => Array.FindIndex(accepted, update => update.Silo == silo))
        .FirstOrDefault(place => place >= 0, 0);

    /// <param name="takesOne">One update becomes the result as it is: there are no others whose steps it could be set against.</param>
    private static AggregationInput Input(SiloUpdate[] accepted, ScreeningResult screened, MergeRequest request, bool takesOne)
    {
        double[] factors = takesOne ? [.. accepted.Select(_ => 1.0)] : StepNormalisation.Factors([.. accepted.Select(update => update.Steps)]);
        return new AggregationInput(
            [.. accepted.Zip(factors, (update, factor) => update.Delta.ScaledBy(factor))],
            [.. accepted.Select(update => (double)update.Records)],
            request.Layout,
            request.Threads)
        {
            // As sent, times the factor's square: what scaling each value to float32 would round is left out.
            SquaredLengths = [.. screened.SquaredLengths.Select(one => (one.Tensor, one.Squares.Zip(factors, (squared, factor) => squared * factor * factor).ToArray()))],
        };
    }

    private static void AddBase(ReadOnlySpan<float> start, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = start[i] + destination[i];
        }
    }
}
