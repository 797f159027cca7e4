using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Memory;

/// <summary>
/// Recalls and the answers to them, of all rounds: of each silo its newest recall, of each pair of silos the answer to
/// the newest. Silos that hold the same keep the same, whatever came first.
/// </summary>
internal sealed class RecallShelf(SessionPlan plan)
{
    private readonly SignedRecord?[] recalls = new SignedRecord?[plan.Silos];
    private readonly SortedDictionary<(int Of, int By), SignedRecord> answers = [];

    public IEnumerable<SignedRecord> All => recalls.OfType<SignedRecord>().Concat(answers.Values);

    public static bool Takes(RecordKind kind) => kind is RecordKind.Recall or RecordKind.Recalled;

    public SignedRecord? RecallOf(int origin) => recalls[origin];

    /// <summary>What other silos say they hold of this one, in answer to this life of its process.</summary>
    public IEnumerable<(int By, Recalled Answer)> FreshAnswers() =>
        from held in answers
        let answer = (Recalled)held.Value.Body
        where held.Key.Of == plan.Self && answer.Nonce == plan.Nonce
        select (held.Key.By, answer);

    public bool Contains(SignedRecord record) => Held(record)?.Id == record.Id;

    public bool IsWanted(SignedRecord record) => Held(record) is not { } held || IsNewer(record, held);

    /// <returns>False when it is not wanted.</returns>
    public bool Add(SignedRecord record)
    {
        if (!IsWanted(record))
        {
            return false;
        }

        if (record.Body is Recalled answer)
        {
            answers[(answer.Of, plan.IndexOf(answer.Origin))] = record;
        }
        else
        {
            recalls[plan.IndexOf(record.Body.Origin)] = record;
        }

        return true;
    }

    private SignedRecord? Held(SignedRecord record) => record.Body is Recalled answer
        ? answers.GetValueOrDefault((answer.Of, plan.IndexOf(answer.Origin)))
        : recalls[plan.IndexOf(record.Body.Origin)];

    private static bool IsNewer(SignedRecord one, SignedRecord other) => Order(one).CompareTo(Order(other)) > 0;

    /// <summary>
    /// Recalls by sequence and nonce, answers as the recalls that they answer; of two answers to one that of a silo which
    /// trusts its memory again.
    /// </summary>
    private static (int Sequence, ulong Nonce, bool IsSure, string Id) Order(SignedRecord record) => record.Body switch
    {
        Recall recall => (recall.Sequence, recall.Nonce, true, record.Id.ToString()),
        Recalled answer => (answer.Sequence, answer.Nonce, !answer.IsGuarded, record.Id.ToString()),
        _ => throw new ArgumentOutOfRangeException(nameof(record), record, "neither recall nor answer"),
    };
}
