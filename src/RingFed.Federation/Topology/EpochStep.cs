using RingFed.Federation.Masking;
using RingFed.Federation.Messages;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Topology;

/// <summary>
/// What may change from one epoch to the next (DESIGN 5): who takes part, where and with which key, and how rounds are
/// run. What the rounds closed so far rest on may not: the federation, the model that is trained, and the kind of exchange,
/// of which relay alone has epochs. Pure: every silo judges a draft alike.
/// </summary>
public static class EpochStep
{
    /// <returns>Everything that is wrong with the step; empty when <paramref name="next"/> may follow <paramref name="current"/>.</returns>
    public static IReadOnlyList<EpochFault> Check(FederationTopology current, FederationTopology next) =>
    [
        .. Chain(current, next),
        .. Exchange(current, next),
        .. Model(current.Model, next.Model),
        .. Gate(current.Aggregation.Gate, next.Aggregation.Gate),
        .. Roster(current, next),
    ];

    /// <summary>The next epoch as this silo runs it: its schema lies where the current file says, which is a place on its own machine.</summary>
    public static FederationTopology Adopt(FederationTopology current, FederationTopology next) =>
        next with { Model = next.Model with { SchemaPath = current.Model.SchemaPath } };

    private static IEnumerable<EpochFault> Chain(FederationTopology current, FederationTopology next)
    {
        if (next.Federation != current.Federation)
        {
            yield return new EpochFault("federation", $"is '{next.Federation}', the running one is '{current.Federation}'", $"write federation: {current.Federation}");
        }

        // Not +1 on the left: nothing may overflow on a number that someone else wrote.
        if (next.Epoch - 1 != current.Epoch)
        {
            yield return new EpochFault("epoch", $"is {next.Epoch}, the running one is {current.Epoch}", $"write epoch: {current.Epoch + 1L}, and start from the file of the running epoch");
        }

        if (next.Previous != new Digest(current.Digest.Span))
        {
            string problem = next.Previous is { } other ? $"is {TopologyDigest.TextOf(other)}, which is not the running epoch's digest" : "is missing";
            yield return new EpochFault("previous", problem, $"write `previous: {current.DigestText}`");
        }
    }

    /// <summary>Why no epoch can follow one with this exchange, as the end of a sentence; null where one can.</summary>
    internal static string? WhyLast(ExchangeKind kind) => kind switch
    {
        ExchangeKind.Relay => null,
        ExchangeKind.Neighbour => "no round closes that could carry a new one",
        ExchangeKind.MaskedSum => "all rounds are one fit over the silos that it began with, and no epoch follows",
        _ => "silos train on their own from the first round to the last, and no epoch follows",
    };

    private static IEnumerable<EpochFault> Exchange(FederationTopology current, FederationTopology next)
    {
        (ExchangeKind was, ExchangeKind now) = (current.Exchange.Kind, next.Exchange.Kind);
        if (WhyLast(was) is { } last)
        {
            yield return new EpochFault(
                "exchange.kind", $"is {ExchangeKinds.Of(was)} in the running epoch, where {last}", "stop all daemons and begin again with a new file in new state directories");
        }
        else if (now != was)
        {
            string why = now == ExchangeKind.MaskedSum ? "the running one is relay: what a round is for follows from it, from the first on" : "but the model that the silos trained so far is one for all";
            yield return new EpochFault("exchange.kind", $"is {ExchangeKinds.Of(now)}, {why}", $"write kind: {ExchangeKinds.Of(was)}");
        }

        if (next.Protocol.Version < current.Protocol.Version)
        {
            yield return new EpochFault(
                "protocol.version", $"is {next.Protocol.Version}, the running epoch's is {current.Protocol.Version}", $"write {current.Protocol.Version} or a later version");
        }
    }

    private static IEnumerable<EpochFault> Gate(MergeGate current, MergeGate next)
    {
        if (next != current)
        {
            string running = current.ToString().ToLowerInvariant();
            yield return new EpochFault(
                "aggregation.gate",
                $"is {next.ToString().ToLowerInvariant()}, the running one is {running}: who is held out from training is so from the first round on",
                $"write gate: {running}");
        }
    }

    private static IEnumerable<EpochFault> Model(ModelSettings current, ModelSettings next)
    {
        const string why = "another model begins again: give it a new file and new state directories";
        if (next.Kind != current.Kind)
        {
            yield return new EpochFault("model.kind", $"is '{next.Kind}', trained so far is '{current.Kind}'", $"write kind: {current.Kind}; {why}");
        }

        if (next.SchemaDigest != current.SchemaDigest)
        {
            string remedy = current.SchemaDigest is { } digest ? $"write schemaDigest: {digest}" : "remove the line, as in the running epoch";
            yield return new EpochFault("model.schemaDigest", "is not that of the running epoch", $"{remedy}; {why}");
        }

        if (next.Seed != current.Seed)
        {
            yield return new EpochFault("model.seed", $"is {next.Seed}, the running one is {current.Seed}", $"write seed: {current.Seed}; {why}");
        }

        foreach (EpochFault fault in Options(current.Options, next.Options, why))
        {
            yield return fault;
        }
    }

    private static IEnumerable<EpochFault> Options(IReadOnlyDictionary<string, string> current, IReadOnlyDictionary<string, string> next, string why)
    {
        foreach (string name in current.Keys.Union(next.Keys).Order(StringComparer.Ordinal))
        {
            string? was = current.GetValueOrDefault(name);
            string? now = next.GetValueOrDefault(name);
            if (was != now)
            {
                yield return new EpochFault(
                    $"model.options.{name}",
                    $"is {now ?? "left out"}, in the running epoch {was ?? "left out"}",
                    was is null ? $"remove it; {why}" : $"write {name}: {was}; {why}");
            }
        }
    }

    private static IEnumerable<EpochFault> Roster(FederationTopology current, FederationTopology next)
    {
        if (next.Silos.Count is < MaskingCaps.ContributorsMin or > WireCaps.SilosMax)
        {
            yield return new EpochFault("silos", $"lists {next.Silos.Count}", $"list {MaskingCaps.ContributorsMin} to {WireCaps.SilosMax}");
        }
        else if (!next.Quorum.HoldsItsLiars)
        {
            yield return new EpochFault(
                "byzantine", $"is {next.Byzantine}, but {next.Silos.Count} silos hold at most {next.Quorum.ByzantineMax} that lie (n >= 3f+1)",
                $"write byzantine: {next.Quorum.ByzantineMax} or less, or list at least {3 * next.Byzantine + 1} silos");
        }
        else if (Stay(current, next) is { } fault)
        {
            yield return fault;
        }
    }

    /// <summary>
    /// Silos that are new learn where the epoch began from f+1 that were there before, whom f liars among these may not be
    /// able to stop by saying nothing: 2f+1 stay. Where nobody is new, silos that stay know it from the close.
    /// </summary>
    private static EpochFault? Stay(FederationTopology current, FederationTopology next)
    {
        int stay = next.Silos.Count(silo => current.IndexOf(silo.Id) >= 0);
        int added = next.Silos.Count - stay;
        int needed = added == 0 ? 1 : 2 * next.Byzantine + 1;
        return stay switch
        {
            0 => new EpochFault("silos", "names no silo of the running epoch", $"keep at least {needed}: the model is with them, and nobody else can pass it on"),
            _ when stay < needed => new EpochFault(
                "silos", $"keeps {stay} of the running epoch beside {added} that {(added == 1 ? "is" : "are")} new, who with byzantine: {next.Byzantine} need {needed} to learn from",
                $"keep at least {needed}, write byzantine: {(stay - 1) / 2} or less, or change the roster in two epochs"),
            _ => null,
        };
    }
}
