using RingFed.Federation.Masking.Payloads;
using RingFed.Federation.Messages;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Masking;

/// <summary>
/// One silo's side of all masked sums of a program (Bonawitz et al., "Practical Secure Aggregation", CCS 2017; DESIGN
/// 7.4; MASKING.md). Every round of the program is a gather round: the silo contributes a payload, the ring agrees on a
/// set of payloads, and all silos take it. Stage, sum, batch and totals follow from agreed results alone, so all silos
/// are always in the same stage; only secrets are a silo's own, and they are in memory only.
/// Who is in the first sum that anyone may unmask is in all that follow: sums over changing sets would give away the
/// difference. Not safe for several threads.
/// </summary>
public sealed class MaskedProgram : IDisposable
{
    private const string NothingQuery = "masked nothing";
    private readonly MaskedPlan plan;
    private readonly int self;
    private readonly MaskContext context;
    private readonly SecretKeeper keeper;
    private readonly SiloNames names;
    private AcceptedSum? accepted;
    private MaskedContribution? contributed;
    private OriginSet? contributors;
    private OriginSet falseDealers;
    private OriginSet falseReleasers;

    /// <param name="plan">Equal at every silo.</param>
    /// <param name="self">This silo's place in the roster.</param>
    /// <param name="randomness"><see cref="SystemMaskRandomness"/>, but in rehearsals.</param>
    /// <exception cref="ArgumentException">The roster has fewer than 3 or too many silos, or this silo, q or the sums lie outside it.</exception>
    public MaskedProgram(MaskedPlan plan, int self, IMaskRandomness randomness)
    {
        int silos = plan.Roster.Count;
        if (silos is < MaskingCaps.ContributorsMin or > WireCaps.SilosMax)
        {
            throw new ArgumentException(
                $"Masked sums need {MaskingCaps.ContributorsMin} to {WireCaps.SilosMax} silos, the roster has {silos}: a sum of two tells each the other's part.", nameof(plan));
        }

        if (plan.Quorum < 1 || plan.Quorum > silos || plan.SumsMax < 0 || self < 0 || self >= silos)
        {
            throw new ArgumentException($"Silo {self}, a quorum of {plan.Quorum} and {plan.SumsMax} sums do not fit a roster of {silos}.", nameof(plan));
        }

        this.plan = plan;
        this.self = self;
        context = new MaskContext(plan);
        keeper = new SecretKeeper(context, randomness, self, silos);
        names = new SiloNames(plan.Roster);
        Exchange = NextBatch(number: 0);
        Stage = plan.SumsMax == 0 ? MaskedStage.Done : MaskedStage.Keys;
        if (plan.Contributors is { } fixedBefore)
        {
            Keep(fixedBefore);
        }
    }

    /// <summary>What the next round is for.</summary>
    public MaskedStage Stage { get; private set; }

    /// <summary>Sums completed; the next one's number.</summary>
    public int Sum { get; private set; }

    /// <summary>Exchanges of keys before the present one: one for each Exchange, and one more for each repeat.</summary>
    public int Batch => Exchange.Number;

    /// <summary>The present exchange of keys, as far as it is agreed.</summary>
    internal MaskedBatch Exchange { get; private set; }

    /// <summary>Whether <see cref="Contribute"/> needs this silo's values.</summary>
    public bool WantsInput => Stage == MaskedStage.Input;

    /// <summary>Whether what this silo gives can still count.</summary>
    public bool IsInvited => Invites(self);

    /// <summary>Roster indices of U, ascending; null before a sum was accepted. Fixed from then on.</summary>
    public IReadOnlyList<int>? Contributors => contributors?.ToList();

    /// <summary>Sentence: why the present sum is tried again; null when it is not.</summary>
    public string? RepeatedBecause { get; private set; }

    /// <summary>Sentence: why no further sum is possible; null while one is.</summary>
    public string? EndedBecause { get; private set; }

    /// <summary>Roster indices of silos whose own signed payloads prove that they do not keep to the protocol.</summary>
    public IReadOnlyList<int> ProvenFalse => falseDealers.Union(falseReleasers).ToList();

    /// <summary>
    /// This silo's payload of the open round. The same one however often it is asked for: two different ones of one stage
    /// would give away their difference. It abstains where its secrets are gone or it is outside a fixed U.
    /// </summary>
    /// <param name="input">Its values in stage <see cref="MaskedStage.Input"/>, else not read; null there abstains.</param>
    /// <exception cref="InvalidOperationException">The input exceeds what it declares; nothing was made.</exception>
    public MaskedContribution Contribute(MaskedInput? input = null) => contributed ??= Stage switch
    {
        MaskedStage.Keys => new(
            $"masked keys {Batch}", (IsInvited ? keeper.Keys(Exchange) : null) ?? new byte[KeysPayload.Length(Exchange.Sums)]),
        MaskedStage.Shares => new(
            $"masked shares {Batch}", (IsInvited ? keeper.Shares(Exchange, Threshold) : null) ?? new byte[SharesPayload.Length(plan.Roster.Count, Exchange.Sums)]),
        MaskedStage.Input when input is not null => new($"masked input {Batch} {Sum} {input.Name} [{input.Length}]", Masked(input)),
        MaskedStage.Unmask => new(
            $"masked unmask {Batch} {Sum}", keeper.Unmask(Exchange, Sum, contributors!.Value) ?? new byte[UnmaskPayload.Length(plan.Roster.Count)]),
        _ => Abstain(),
    };

    /// <summary>A payload of one byte for a round in which this silo asks for nothing.</summary>
    public MaskedContribution Abstain() => new(NothingQuery, [PayloadStatus.Abstains]);

    /// <summary>
    /// Takes the agreed result of a round of the program; every round's, in order, from the first after a restart.
    /// Whatever silos sent, it is never a reason for an exception: what is not well-formed counts as abstaining.
    /// </summary>
    /// <param name="parts">By origin, ascending. Lent for the call: what is needed later is copied.</param>
    /// <returns>A total when this round completed a sum.</returns>
    /// <exception cref="ArgumentException">Origins are not ascending or not in the roster: no agreed result looks so.</exception>
    public MaskedTotal? Take(IReadOnlyList<GatheredPart> parts)
    {
        for (int index = 0; index < parts.Count; index++)
        {
            int least = index == 0 ? 0 : parts[index - 1].Origin + 1;
            if (parts[index].Origin < least || parts[index].Origin >= plan.Roster.Count)
            {
                throw new ArgumentException("Parts of a gather round come by origin, ascending, each of the roster once.", nameof(parts));
            }
        }

        MaskedContribution? own = contributed;
        contributed = null;
        switch (Stage)
        {
            case MaskedStage.Keys:
                TakeKeys(parts, own);
                return null;
            case MaskedStage.Shares:
                TakeShares(parts, own);
                return null;
            case MaskedStage.Input:
                TakeInputs(parts, own);
                return null;
            case MaskedStage.Unmask:
                return TakeReleases(parts);
            default:
                return null;
        }
    }

    /// <summary>Zeroes the secrets.</summary>
    public void Dispose() => keeper.Dispose();

    /// <summary>What earlier programs of the fit added up was over these silos, so this one's sums are too.</summary>
    private void Keep(IReadOnlyList<string> fixedBefore)
    {
        contributors = OriginSet.Of(Enumerable.Range(0, plan.Roster.Count).Where(place => fixedBefore.Contains(plan.Roster[place])));
        string[] gone = [.. fixedBefore.Except(plan.Roster)];
        int least = MaskedBatch.ThresholdOf(fixedBefore.Count, plan.Quorum, plan.Roster.Count);
        if (Stage == MaskedStage.Done)
        {
            return;
        }

        if (gone.Length > 0)
        {
            End($"the roster no longer lists {SiloNames.Of(gone)}, and an earlier sum fixed that all of {SiloNames.Of([.. fixedBefore])} are in it.");
        }
        else if (least > fixedBefore.Count)
        {
            End($"the roster has {plan.Roster.Count} silos by now, of whom {least} must unmask a sum, and an earlier sum fixed that {SiloNames.Of([.. fixedBefore])} alone are in it, who are {fixedBefore.Count}.");
        }
    }

    private int Threshold => Exchange.Threshold(plan.Quorum, plan.Roster.Count);

    private bool Invites(int silo) => contributors?.Contains(silo) != false && !falseDealers.Contains(silo);

    private byte[] Masked(MaskedInput input)
    {
        input.RequireSound(plan.Roster.Count);
        byte[]? masked = IsInvited && !input.Abstains ? keeper.Input(Exchange, Sum, input) : null;
        return masked ?? InputPayload.Write(input, []);
    }

    private void TakeKeys(IReadOnlyList<GatheredPart> parts, MaskedContribution? own)
    {
        Dictionary<int, KeysPayload> keys = [];
        foreach (GatheredPart part in parts.Where(part => Invites(part.Origin)))
        {
            if (KeysPayload.TryRead(part.Payload, Exchange.Sums, out KeysPayload payload))
            {
                keys.Add(part.Origin, payload.Copy());
            }
        }

        Exchange = Exchange with { Keys = keys };
        KeepSecretsIf(keys.ContainsKey(self) && IsOwn(parts, own));
        Proceed(MaskedStage.Shares, Objection(Exchange.Holders, "keys"));
    }

    private void TakeShares(IReadOnlyList<GatheredPart> parts, MaskedContribution? own)
    {
        Dictionary<int, SharesPayload> shares = [];
        foreach (GatheredPart part in parts.Where(part => Exchange.Keys.ContainsKey(part.Origin)))
        {
            if (SharesPayload.TryRead(part.Payload, plan.Roster.Count, Exchange.Sums, out SharesPayload payload))
            {
                shares.Add(part.Origin, payload.Copy());
            }
        }

        Exchange = Exchange with { Shares = shares };
        KeepSecretsIf(!shares.ContainsKey(self) || IsOwn(parts, own));
        string? objection = Objection(Exchange.Dealers, "shares of its keys");
        if (objection is null)
        {
            keeper.Open(Exchange);
        }

        Proceed(MaskedStage.Input, objection);
    }

    private void TakeInputs(IReadOnlyList<GatheredPart> parts, MaskedContribution? own)
    {
        Dictionary<int, InputPayload> inputs = [];
        foreach (GatheredPart part in parts.Where(part => Exchange.Shares.ContainsKey(part.Origin) && Invites(part.Origin)))
        {
            if (InputPayload.TryRead(part.Payload, plan.Roster.Count, out InputPayload payload))
            {
                inputs.Add(part.Origin, payload);
            }
        }

        KeepSecretsIf(!inputs.ContainsKey(self) || IsOwn(parts, own));
        OriginSet present = MostAlike(inputs);
        string? objection = Objection(present, "values of the sum that most ask for");
        if (objection is null)
        {
            contributors = present;
            accepted = AcceptedSum.Of(inputs, present);
        }

        Proceed(MaskedStage.Unmask, objection);
    }

    /// <summary>Silos that add up something else than most do are not in the sum. t is more than half: only one sum can have as many.</summary>
    private static OriginSet MostAlike(Dictionary<int, InputPayload> inputs) => inputs.Values
        .Select(candidate => OriginSet.Of(inputs.Where(input => input.Value.IsOfSameSum(candidate)).Select(input => input.Key)))
        .Aggregate(default(OriginSet), (most, alike) => alike.Count > most.Count ? alike : most);

    private MaskedTotal? TakeReleases(IReadOnlyList<GatheredPart> parts)
    {
        Dictionary<int, UnmaskPayload> releases = [];
        foreach (GatheredPart part in parts.Where(part => Exchange.Keys.ContainsKey(part.Origin)))
        {
            if (UnmaskPayload.TryRead(part.Payload, plan.Roster.Count, out UnmaskPayload payload))
            {
                releases.Add(part.Origin, payload);
            }
        }

        UnmaskingResult result = new Unmasking(context, Exchange, Sum, Threshold, accepted!).Complete(releases);
        falseDealers = falseDealers.Union(result.FalseDealers);
        falseReleasers = falseReleasers.Union(result.FalseReleasers);
        if (result.Total is null)
        {
            RepeatOrEnd(result, silent: Exchange.Holders.Except(OriginSet.Of(releases.Keys)));
            return null;
        }

        return Completed(result.Total);
    }

    private MaskedTotal? Completed(Int128[] values)
    {
        (string name, Int128 limit, OriginSet silos, _) = accepted!;
        Int128 most = silos.Count * limit;
        if (Array.Exists(values, value => value > most || value < -most))
        {
            End($"The total of `{name}` exceeds what {silos.Count} silos with at most {limit} each can give: one of {names.Of(silos)} did not add up what it declared.");
            return null;
        }

        MaskedTotal total = new(name, values, silos.ToList());
        keeper.ForgetSum(Exchange.SlotOf(Sum));
        accepted = null;
        RepeatedBecause = null;
        Sum++;
        if (Sum == plan.SumsMax)
        {
            keeper.Forget();
            Stage = MaskedStage.Done;
        }
        else if (Exchange.SlotOf(Sum) < Exchange.Sums)
        {
            Stage = MaskedStage.Input;
        }
        else
        {
            OpenBatch();
        }

        return total;
    }

    /// <param name="silent">Silos that hold shares and released none: who started again has forgotten its own.</param>
    private void RepeatOrEnd(UnmaskingResult result, OriginSet silent)
    {
        OriginSet lost = result.FalseDealers.Intersect(contributors!.Value);
        if (!lost.IsEmpty)
        {
            End($"{names.Of(lost)} dealt shares that do not give the keys it published, and is one of the silos that every sum of this program must hold.");
            return;
        }

        string reason = result.Hidden.IsEmpty
            ? $"{names.Of(result.FalseDealers)} dealt shares that do not give the keys it published, and is left out from now on"
            : $"fewer than {Threshold} silos released sound shares of {names.Of(result.Hidden)}{(silent.IsEmpty ? "" : $", and {names.Of(silent)} released nothing")}";
        Repeat(result.FalseReleasers.IsEmpty ? reason : $"{reason}; {names.Of(result.FalseReleasers)} released shares that nobody dealt");
    }

    /// <summary>Why those who gave something in a round do not suffice for the sum; null when they do.</summary>
    private string? Objection(OriginSet present, string what)
    {
        OriginSet missing = contributors?.Except(present) ?? default;
        int least = Math.Max(MaskingCaps.ContributorsMin, Threshold);
        if (!missing.IsEmpty)
        {
            return $"{names.Of(missing)} gave no {what}, and an earlier sum fixed that all of {names.Of(contributors!.Value)} are in it";
        }

        return present.Count < least ? $"{present.Count} silos gave {what}, and {least} are needed" : null;
    }

    private void Proceed(MaskedStage next, string? objection)
    {
        if (objection is null)
        {
            Stage = next;
        }
        else
        {
            Repeat(objection);
        }
    }

    private void Repeat(string because)
    {
        RepeatedBecause = $"Sum {Sum} is tried again: {because}.";
        OpenBatch();
    }

    private void End(string because)
    {
        EndedBecause = because;
        keeper.Forget();
        accepted = null;
        Stage = MaskedStage.Ended;
    }

    private void OpenBatch()
    {
        keeper.Forget();
        accepted = null;
        Exchange = NextBatch(Exchange.Number + 1);
        Stage = MaskedStage.Keys;
    }

    private MaskedBatch NextBatch(int number) => new(number, Sum, Math.Min(plan.SumsMax - Sum, MaskingCaps.SumsPerBatchMax));

    private void KeepSecretsIf(bool areCurrent)
    {
        if (!areCurrent)
        {
            keeper.Forget();
        }
    }

    /// <summary>Whether the agreed payload of this silo is the one that this process made. Another is of a life before, whose secrets are gone.</summary>
    private bool IsOwn(IReadOnlyList<GatheredPart> parts, MaskedContribution? own) =>
        own is not null && parts.Any(part => part.Origin == self && part.Payload.Span.SequenceEqual(own.Payload));
}
