using System.Text.Json;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>Reads a file of the state directory, of which any may be torn, altered or of another version.</summary>
internal static class StateFile
{
    /// <returns>Null when there is no such file, or it is damaged, and then its path is among <paramref name="damaged"/>.</returns>
    public static (THead Head, byte[] Payload)? Read<THead>(string path, Func<ReadOnlyMemory<byte>, THead> decode, List<string> damaged)
    {
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

    /// <summary>The same for what holds in one epoch only: a file of another epoch is as good as none.</summary>
    public static (THead Head, byte[] Payload)? ReadOf<THead>(
        StateOwner owner, string path, Func<ReadOnlyMemory<byte>, THead> decode, List<string> damaged)
    {
        (bool IsOwn, THead? Head) DecodeOwn(ReadOnlyMemory<byte> head) => StateFileCodec.IsOf(owner, head) ? (true, decode(head)) : (false, default);
        return Read(path, DecodeOwn, damaged) is ((true, { } own), var payload) ? (own, payload) : null;
    }
}
