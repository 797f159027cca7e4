using System.Text;
using RingFed.Federation.Ring.Epochs;

namespace RingFed.Daemon.Status;

/// <summary>Drafts of the next epoch in words: who signed, who is still needed, what the operator does.</summary>
internal static class DraftText
{
    /// <summary>As commands take it: "sha256:" and the digits.</summary>
    public static string NameOf(DraftStatus draft) => $"sha256:{draft.Topology}";

    public static bool IsSignedBy(DraftStatus draft, string silo) => draft.SignedBy.Contains(silo);

    /// <summary>
    /// The operator has not decided yet: the text is here and can begin, this draft is not signed, and it is ahead of every
    /// draft that is. One that is behind may have lost against that.
    /// </summary>
    public static bool WaitsForOperator(DraftStatus draft, EpochStatus epochs, string silo) =>
        draft is { IsHere: true, Obstacle: null, SignedBy.Count: > 0 }
        && !IsSignedBy(draft, silo)
        && epochs.Drafts.Where(other => IsSignedBy(other, silo)).All(other => other.SignedBy.Count < draft.SignedBy.Count);

    /// <summary>Such as "signed by bologna and berlin, 2 of 3 needed, this silo not among them".</summary>
    public static string Signatures(DraftStatus draft, string silo)
    {
        string by = draft.SignedBy.Count == 0 ? "signed by nobody" : $"signed by {string.Join(", ", draft.SignedBy)}";
        string own = IsSignedBy(draft, silo) ? "" : ", not by this silo";
        return $"{by}{own}: {draft.SignedBy.Count} of {draft.Needed} needed";
    }

    /// <summary>What happens next.</summary>
    public static string Next(DraftStatus draft) => draft switch
    {
        { Obstacle: { } obstacle } => $"it cannot begin, because {obstacle}",
        { IsHere: false } => "its text is still on its way from a silo that signed it",
        _ when draft.SignedBy.Count < draft.Needed => $"{draft.Needed - draft.SignedBy.Count} more must sign it",
        _ => $"fully signed: epoch {draft.Epoch} begins when a round closes with it",
    };

    public static void Append(StringBuilder text, EpochStatus epochs, string silo)
    {
        foreach (DraftStatus draft in epochs.Drafts)
        {
            text.AppendLine($"draft of epoch {draft.Epoch}, {NameOf(draft)}");
            text.AppendLine($"  {Signatures(draft, silo)}; {Next(draft)}");
        }
    }

    /// <summary>What a draft makes of the running epoch, one line each.</summary>
    public static void Append(StringBuilder text, IReadOnlyList<TopologyChange> changes)
    {
        foreach (TopologyChange change in changes)
        {
            text.AppendLine($"  {change}");
        }
    }

    public static void Warn(StringBuilder text, IReadOnlyList<string> warnings)
    {
        foreach (string warning in warnings)
        {
            text.AppendLine($"WARNING: {warning}");
        }
    }
}
