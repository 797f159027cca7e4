using System.Globalization;
using System.Text.Json;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>What was found in a state directory.</summary>
/// <param name="Aggregate">Canonical bytes of the last closed round's result; empty before the first.</param>
/// <param name="Record">Record of the last closed round; null before the first.</param>
/// <param name="Payloads">Own payloads by round.</param>
/// <param name="Damaged">Files whose digest does not hold, which were not used.</param>
internal sealed record StoredState(
    RestoredState Restored,
    byte[] Aggregate,
    RoundRecord? Record,
    IReadOnlyDictionary<int, byte[]> Payloads,
    IReadOnlyList<string> Damaged)
{
    /// <summary>Trees of the payloads and the aggregate, so that their chunks can be proved again.</summary>
    public Dictionary<ItemId, (byte[] Bytes, MerkleTree Tree)> Items { get; } = [];
}

/// <summary>
/// The state directory: one file for each thing that must survive. The last two closed rounds are kept, so that a
/// damaged newest one costs a fetch from a neighbour and not the run; own payloads and records are kept as long, because
/// signing anew what was signed before would be equivocation. For the same reason damage that hides what was signed is
/// refused and not taken for absence.
/// </summary>
internal sealed class StateStore(string directory, StateOwner owner, int self)
{
    private const string Extension = ".ring";

    /// <summary>Makes the directory when it is absent, and keeps other processes out of it until disposed.</summary>
    /// <exception cref="StateInUseException">Another process has it.</exception>
    /// <exception cref="IOException">It cannot be made or written.</exception>
    public IDisposable Take()
    {
        string full = Path.GetFullPath(directory);
        if (!Directory.Exists(full))
        {
            Directory.CreateDirectory(full);
            DirectoryFlush.Run(Path.GetDirectoryName(full)!);
        }

        return StateLock.Take(full);
    }

    /// <summary>Reads all there is. The directory must have been taken.</summary>
    /// <exception cref="ForeignStateException">The directory belongs to another topology.</exception>
    /// <exception cref="DamagedStateException">What was signed cannot be known any more.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public StoredState Load()
    {
        foreach (string unfinished in Directory.GetFiles(directory, "*" + Extension + DurableFile.Unfinished))
        {
            File.Delete(unfinished);
        }

        List<string> damaged = [];
        (int closed, byte[] aggregate, RoundRecord? record, IReadOnlyList<SignedRecord> certificate) = LoadClose(damaged);
        Dictionary<int, OwnRound> own = [];
        Dictionary<int, byte[]> payloads = [];
        foreach (int round in Rounds("payload").Concat(Rounds("envelope")).Where(round => round > closed).Distinct())
        {
            own[round] = LoadOwn(round, payloads, damaged);
        }

        Digest lastEnvelope = Rounds("envelope").OrderDescending().Select(round => LoadRecord("envelope", round, []))
            .FirstOrDefault(envelope => envelope is not null)?.Id ?? Digest.None;
        StoredState state = new(
            new RestoredState(closed, certificate, null, own, lastEnvelope), aggregate, record, payloads, damaged);
        return WithTrees(state, closed);
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
        DurableFile.Write(PathOf("payload", round), StateFileCodec.Encode(owner, part), payload);

    public void Write(SignedRecord record) =>
        DurableFile.Write(PathOf(NameOf(record.Kind), record.Round), StateFileCodec.Encode(owner, record), []);

    public void Write(RoundRecord round, IReadOnlyList<SignedRecord> certificate, ReadOnlySpan<byte> aggregate)
    {
        DurableFile.Write(PathOf("closed", round.Round), StateFileCodec.Encode(owner, round, certificate), aggregate);
        Prune("closed", round.Round - 1);
        Prune("payload", round.Round);
        Prune("envelope", round.Round);
        Prune("precommit", round.Round);
    }

    private (int Closed, byte[] Aggregate, RoundRecord? Record, IReadOnlyList<SignedRecord> Certificate) LoadClose(List<string> damaged)
    {
        foreach (int round in Rounds("closed").OrderDescending())
        {
            if (Read("closed", round, head => StateFileCodec.DecodeClose(owner, head), damaged) is var ((record, certificate), payload))
            {
                return (round, payload, record, certificate);
            }
        }

        return damaged.Count == 0
            ? (-1, [], null, [])
            : throw new DamagedStateException("no closed round can be read", damaged);
    }

    private OwnRound LoadOwn(int round, Dictionary<int, byte[]> payloads, List<string> damaged)
    {
        OwnPart? part = null;
        if (Read("payload", round, head => StateFileCodec.DecodePart(owner, head), damaged) is var (found, payload))
        {
            part = found;
            payloads[round] = payload;
        }

        OwnRound own = new(part, LoadRecord("envelope", round, damaged), LoadRecord("precommit", round, damaged));
        return own.Envelope is null && part is null && File.Exists(PathOf("envelope", round))
            ? throw new DamagedStateException($"what this silo signed in round {round} cannot be known", damaged)
            : own;
    }

    private SignedRecord? LoadRecord(string name, int round, List<string> damaged) =>
        Read(name, round, head => StateFileCodec.DecodeRecord(owner, head), damaged)?.Head;

    /// <returns>Null when there is no such file, or it is damaged, and then its path is among <paramref name="damaged"/>.</returns>
    private (THead Head, byte[] Payload)? Read<THead>(
        string name, int round, Func<ReadOnlyMemory<byte>, THead> decode, List<string> damaged)
    {
        string path = PathOf(name, round);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            if (DurableFile.Read(path) is var (head, payload))
            {
                return (decode(head), payload);
            }
        }
        catch (Exception unreadable) when (unreadable is WireException or JsonException)
        {
            // The digest holds and the content does not: another version's file, or one written by a defect. As good as torn.
        }

        damaged.Add(path);
        return null;
    }

    private StoredState WithTrees(StoredState state, int closed)
    {
        foreach ((int round, OwnRound own) in state.Restored.Own)
        {
            if (own.Part is { } part)
            {
                state.Items[new ItemId(round, self, part.Payload.Root)] =
                    (state.Payloads[round], MerkleTree.Over(state.Payloads[round], part.Payload.ChunkBytes));
            }
        }

        if (closed < 0)
        {
            return state;
        }

        PayloadManifest manifest = ((Precommit)state.Restored.Certificate[0].Body).Manifest!;
        MerkleTree tree = MerkleTree.Over(state.Aggregate, manifest.ChunkBytes);
        state.Items[ItemId.AggregateOf(closed, manifest.Root)] = (state.Aggregate, tree);
        StoredState whole = state with { Restored = state.Restored with { Aggregate = tree.Manifest } };
        foreach ((ItemId item, (byte[], MerkleTree) content) in state.Items)
        {
            whole.Items[item] = content;
        }

        return whole;
    }

    private IEnumerable<int> Rounds(string name) => Directory.EnumerateFiles(directory, name + "-*" + Extension)
        .Select(path => Path.GetFileNameWithoutExtension(path)[(name.Length + 1)..])
        .Where(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Select(text => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture))
        .ToList();

    private void Prune(string name, int before)
    {
        foreach (int round in Rounds(name).Where(round => round < before))
        {
            File.Delete(PathOf(name, round));
        }
    }

    private string PathOf(string name, int round) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{name}-{round:d7}{Extension}"));

    private static string NameOf(RecordKind kind) => kind == RecordKind.Envelope ? "envelope" : "precommit";
}
