using System.Globalization;
using System.Text;
using RingFed.Federation.Messages;
using RingFed.Federation.Topology;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport.Epochs;

/// <summary>
/// Topologies in the state directory: those of all epochs so far, by which closes and files of these are judged, and drafts
/// of the next. A file's name holds the digest of what its text says, and reading checks it. The text of the running epoch
/// lies beside them as <c>topology.yaml</c>, for the operator.
/// </summary>
internal sealed class TopologyStore(string directory)
{
    private const string Texts = "topology";
    private const string Assents = "assent";
    private const string Extension = ".ring";
    private static readonly string[] Names = [Texts, Assents];

    /// <summary>Where an operator finds what the running epoch's silos agreed on.</summary>
    public string OperatorsPath => Path.Combine(directory, "topology.yaml");

    /// <summary>Whether a file of the directory is one of these.</summary>
    public static bool IsOne(string path) =>
        Names.Any(name => Path.GetFileName(path).StartsWith(name + "-", StringComparison.Ordinal)) && path.EndsWith(Extension, StringComparison.Ordinal);

    /// <summary>Through to the disk. One that is there already stays.</summary>
    public void Write(int epoch, Digest topology, string text)
    {
        string path = PathOf(Texts, epoch, topology);
        if (DurableFile.Read(path) is null)
        {
            DurableFile.Write(path, EncodeOrder(FilesOf(Texts).Count), Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>This silo's own, through to the disk.</summary>
    public void Write(StateOwner owner, SignedRecord record)
    {
        Assent assent = (Assent)record.Body;
        DurableFile.Write(PathOf(Assents, assent.Epoch, assent.Draft), StateFileCodec.Encode(owner, record), []);
    }

    /// <summary>All that can be read, oldest first.</summary>
    public IReadOnlyList<KnownTopology> ReadAll(List<string> damaged)
    {
        List<(long Order, KnownTopology Known)> found = [];
        foreach (string path in FilesOf(Texts).Order(StringComparer.Ordinal))
        {
            if (StateFile.Read(path, DecodeOrder, damaged) is not var (order, payload))
            {
                continue;
            }

            if (Parse(Encoding.UTF8.GetString(payload), path) is { } known && Path.GetFileName(path) == NameOf(Texts, known.Topology.Epoch, known.Digest))
            {
                found.Add((order, known));
            }
            else
            {
                damaged.Add(path);
            }
        }

        return [.. found.OrderBy(one => one.Order).ThenBy(one => one.Known.Digest.ToString(), StringComparer.Ordinal).Select(one => one.Known)];
    }

    /// <returns>Null when it is not here, or cannot be read.</returns>
    public string? ReadText(Digest topology) => FilesOf(Texts)
        .Where(path => path.EndsWith(topology + Extension, StringComparison.Ordinal))
        .Select(path => StateFile.Read(path, DecodeOrder, []) is var (_, text) ? Encoding.UTF8.GetString(text) : null)
        .FirstOrDefault(text => text is not null);

    /// <returns>Null when this silo has not agreed to the draft, or that cannot be read.</returns>
    public SignedRecord? ReadAssent(StateOwner owner, Digest draft, List<string> damaged) =>
        StateFile.Read(PathOf(Assents, owner.Epoch, draft), head => StateFileCodec.DecodeRecord(owner, head), damaged)?.Head;

    /// <summary>What the operator sees as agreed. A copy: a full disk must not end a daemon over it.</summary>
    public void Show(string text)
    {
        try
        {
            if (ReadShown() != text)
            {
                Replace(text);
            }
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // The next start tries again.
            return;
        }
    }

    /// <summary>The second copy of the running epoch's text.</summary>
    public KnownTopology? ReadSecond() => ReadShown() is { } text ? Parse(text, OperatorsPath) : null;

    /// <summary>A draft that cannot become an epoch any more, with this silo's assent.</summary>
    public void Remove(KnownTopology draft)
    {
        File.Delete(PathOf(Assents, draft.Topology.Epoch - 1, draft.Digest));
        File.Delete(PathOf(Texts, draft.Topology.Epoch, draft.Digest));
    }

    private void Replace(string text)
    {
        string beside = OperatorsPath + DurableFile.Unfinished;
        using (FileStream file = new(beside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, OperatorsPath, overwrite: true);
        DirectoryFlush.Run(Path.GetFullPath(directory));
    }

    private string? ReadShown() => File.Exists(OperatorsPath) ? File.ReadAllText(OperatorsPath) : null;

    private static KnownTopology? Parse(string text, string path) =>
        TopologyFile.Parse(text, path).Value is { } topology ? new KnownTopology(topology, text) : null;

    /// <summary>Head of a text: <c>[texts that were here before it]</c>.</summary>
    private static byte[] EncodeOrder(long order) => StateFileCodec.Write((ref MessagePackWriter writer) =>
    {
        writer.WriteArrayHeader(1);
        writer.Write(order);
    });

    private static long DecodeOrder(ReadOnlyMemory<byte> head)
    {
        MessagePackReader reader = new(head);
        reader.RequireArray(1, "topology");
        return reader.RequireCount(long.MaxValue, "order");
    }

    private List<string> FilesOf(string name) => [.. Directory.EnumerateFiles(directory, name + "-*" + Extension)];

    private string PathOf(string name, int epoch, Digest topology) => Path.Combine(directory, NameOf(name, epoch, topology));

    private static string NameOf(string name, int epoch, Digest topology) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}-{epoch:d7}-{topology}{Extension}");
}
