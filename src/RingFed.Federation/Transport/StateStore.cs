using System.Globalization;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Closing;
using RingFed.Federation.Ring.Rounds;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>
/// The state directory: one file for each thing that must survive, written whole or not at all. What was signed is in
/// <c>votes</c>, one file a round; the chain of closes is kept from the first, what statistic rounds gathered too, and
/// parameters of the last two rounds, so that a damaged newest one costs a fetch from a neighbour and not the run.
/// </summary>
internal sealed class StateStore(string directory, StateOwner owner)
{
    public const string Payloads = "payload";
    public const string Updates = "update";
    public const string Votes = "votes";
    public const string Closes = "close";
    public const string Gathered = "gathered";
    public const string Parameters = "parameters";
    private const string Leaves = "leave";
    private const string Extension = ".ring";

    /// <summary>Parameters of so many rounds are kept.</summary>
    private const int ParametersKept = 2;

    /// <summary>Makes the directory when it is absent, and keeps other processes out of it until disposed.</summary>
    /// <exception cref="StateInUseException">Another process has it.</exception>
    /// <exception cref="IOException">It cannot be made or written.</exception>
    public static IDisposable Take(string directory)
    {
        string full = Path.GetFullPath(directory);
        if (!Directory.Exists(full))
        {
            Directory.CreateDirectory(full);
            DirectoryFlush.Run(Path.GetDirectoryName(full)!);
        }

        return StateLock.Take(full);
    }

    /// <summary>The directory was put back from a copy, or was found to be one: which time. Null when it was not.</summary>
    public ulong? PutBack => StateMark.OccasionOf(directory);

    /// <summary>Removes what a crash left half written.</summary>
    public void RemoveUnfinished()
    {
        foreach (string unfinished in Directory.GetFiles(directory, "*" + Extension + DurableFile.Unfinished))
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Whether the part could be read again: what is signed must be, at every silo and after every restart.</summary>
    /// <exception cref="InvalidDataException">A claim or name breaks a cap.</exception>
    public void RequireReadable(OwnPart part)
    {
        try
        {
            StateFileCodec.DecodePart(owner, StateFileCodec.Encode(owner, part));
        }
        catch (WireException broken)
        {
            throw new InvalidDataException($"the worker's contribution cannot be signed: {broken.Fault.Sentence}", broken);
        }
    }

    public void Write(int round, OwnPart part, ReadOnlySpan<byte> payload) =>
        DurableFile.Write(PathOf(Payloads, round), StateFileCodec.Encode(owner, part), payload, part.Payload);

    public void Write(PersistVotes votes) => DurableFile.Write(
        PathOf(Votes, votes.Newest.Round),
        VotesFileCodec.Encode(owner, votes.LastEnvelope, new StoredVotes(votes.State, votes.Own, votes.Support)),
        []);

    /// <summary>The wish first, then in its place what was signed for it.</summary>
    public void Write(PersistLeave leave) =>
        DurableFile.Write(PathOfLeave, StateFileCodec.Encode(owner, new StoredLeave(leave.Record)), []);

    /// <returns>Null when this silo was not asked to leave this epoch, or that cannot be read.</returns>
    public StoredLeave? ReadLeave(List<string> damaged) =>
        StateFile.ReadOf(owner, PathOfLeave, head => StateFileCodec.DecodeLeave(owner, head), damaged)?.Head;

    /// <summary>A silo that signed two envelopes has two payloads, and either may be wanted.</summary>
    public void WriteUpdate(ItemId item, SignedRecord envelope, ReadOnlySpan<byte> payload) =>
        DurableFile.Write(PathOf(item), StateFileCodec.Encode(owner, envelope), payload, ((Envelope)envelope.Body).Payload);

    /// <summary>The result first: a close that says it has one finds it.</summary>
    /// <param name="result">Of a close that has one.</param>
    public void Write(RoundRecord round, StoredClose close, ReadOnlySpan<byte> result)
    {
        if (close.HasResult)
        {
            DurableFile.Write(PathOf(ResultOf(round), round.Round), StateFileCodec.EncodeOwner(owner), result);
        }

        DurableFile.Write(PathOf(Closes, round.Round), StateFileCodec.Encode(owner, round, close), []);
        if (close.HasResult)
        {
            Prune(round.Round);
        }
    }

    /// <returns>Null when there is none, or it cannot be read.</returns>
    public (RoundRecord Round, StoredClose Close)? ReadClose(int round, List<string> damaged) =>
        Read(Closes, round, DecodeClose, damaged)?.Head;

    /// <returns>Null when it is not here, or cannot be read. The caller holds it.</returns>
    public PayloadBuffer? ReadResult(RoundRecord round, PayloadBuffers buffers, List<string> damaged) =>
        StateFile.Read(PathOf(ResultOf(round), round.Round), buffers, head => StateFileCodec.DecodeOwner(owner, head), damaged)?.Payload;

    /// <summary>Whether the result is here and could be read.</summary>
    public bool HasResult(RoundRecord round) =>
        StateFile.Check(PathOf(ResultOf(round), round.Round), head => StateFileCodec.DecodeOwner(owner, head), []) is not null;

    /// <summary>A result that was read or written before, to be read a chunk at a time.</summary>
    /// <returns>Null when it is not here, or cannot be opened.</returns>
    public PayloadFile? OpenResult(RoundKind kind, int round) => PayloadFile.Open(PathOf(ResultOf(kind), round));

    /// <summary>
    /// The same, mapped: what the silo starts from need not be in memory twice, as a buffer and in the system's cache of the
    /// file.
    /// </summary>
    /// <returns>Null when they are not here, or cannot be mapped. The caller holds them.</returns>
    public PayloadBuffer? MapParameters(int round, int length) => PayloadFile.Map(PathOf(Parameters, round), length);

    public StoredPayload<OwnPart>? ReadPart(int round, PayloadBuffers buffers, List<string> damaged) =>
        StateFile.ReadOf(owner, PathOf(Payloads, round), buffers, head => StateFileCodec.DecodePart(owner, head), damaged);

    public StoredVotes? ReadVotes(int round, List<string> damaged) =>
        StateFile.ReadOf(owner, PathOf(Votes, round), head => VotesFileCodec.Decode(owner, head), damaged)?.Head.Votes;

    /// <summary>The last envelope that was signed up to that round, in whatever epoch.</summary>
    public Digest? ReadLastEnvelope(int round) => Read(Votes, round, head => VotesFileCodec.Decode(owner, head), [])?.Head.LastEnvelope;

    /// <summary>Others' payloads of the round in this epoch, each with its envelope. The caller holds them.</summary>
    public IEnumerable<StoredPayload<SignedRecord>> ReadUpdates(int round, PayloadBuffers buffers, List<string> damaged)
    {
        foreach (string path in FilesOf(Updates).Where(path => RoundOf(Updates, path) == round).Order(StringComparer.Ordinal))
        {
            if (StateFile.ReadOf(owner, path, buffers, head => StateFileCodec.DecodeRecord(owner, head), damaged) is { } update)
            {
                yield return update;
            }
        }
    }

    /// <summary>Rounds of which there is such a file, ascending.</summary>
    public IReadOnlyList<int> RoundsOf(string name) =>
        [.. FilesOf(name).Select(path => RoundOf(name, path)).OfType<int>().Distinct().Order()];

    private (RoundRecord Round, StoredClose Close) DecodeClose(ReadOnlyMemory<byte> head) => StateFileCodec.DecodeClose(owner, head);

    private (THead Head, byte[] Payload)? Read<THead>(string name, int round, Func<ReadOnlyMemory<byte>, THead> decode, List<string> damaged) =>
        StateFile.Read(PathOf(name, round), decode, damaged);

    /// <summary>
    /// What may still be fallen back on stays: votes from the older of the kept results on, and the newest, which names
    /// the last envelope.
    /// </summary>
    private void Prune(int closed)
    {
        IReadOnlyList<int> kept = [.. RoundsOf(Parameters).Where(round => round <= closed).TakeLast(ParametersKept)];
        int oldest = kept.Count < ParametersKept ? 0 : kept[0];
        IReadOnlyList<int> votes = RoundsOf(Votes);
        Delete(Parameters, round => round < oldest);
        Delete(Votes, round => round < Math.Max(oldest, kept.Count == 0 ? closed : 0) && round != votes[^1]);
        Delete(Payloads, round => round < closed);
        Delete(Updates, round => round <= closed);
    }

    private void Delete(string name, Func<int, bool> which)
    {
        foreach (string path in FilesOf(name).Where(path => RoundOf(name, path) is { } round && which(round)))
        {
            File.Delete(path);
        }
    }

    private List<string> FilesOf(string name) => [.. Directory.EnumerateFiles(directory, name + "-*" + Extension)];

    private string PathOf(string name, int round) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{name}-{round:d7}{Extension}"));

    private static string ResultOf(RoundRecord round) => ResultOf(round.Kind);

    private static string ResultOf(RoundKind kind) => kind == RoundKind.Statistic ? Gathered : Parameters;

    private string PathOfLeave => Path.Combine(directory, Leaves + Extension);

    private string PathOf(ItemId update) => Path.Combine(
        directory,
        string.Create(CultureInfo.InvariantCulture, $"{Updates}-{update.Round:d7}-{update.Origin:d3}-{update.Root.ToString()[..8]}{Extension}"));

    /// <returns>Null for a file that is not one of ours.</returns>
    private static int? RoundOf(string name, string path)
    {
        string text = Path.GetFileNameWithoutExtension(path)[(name.Length + 1)..].Split('-')[0];
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int round) ? round : null;
    }
}
