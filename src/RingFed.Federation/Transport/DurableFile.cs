using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RingFed.Federation.Transport;

/// <summary>
/// A file that is there whole or not at all: written beside its place, flushed to the disk, then renamed. Its digest at
/// the end tells a torn or bit-flipped one.
/// <code>
/// "RngS" | version 1 (1 byte) | head length u32 | head | payload length u64 | payload | SHA-256 of all before
/// </code>
/// </summary>
internal static class DurableFile
{
    /// <summary>End of the name of a file that is being written; what is left of one after a crash is worthless.</summary>
    public const string Unfinished = ".writing";

    private const int HeadBytesMax = 16 * 1024 * 1024;
    private const int PrefixBytes = 4 + 1 + 4;
    private static ReadOnlySpan<byte> Magic => "RngS"u8;

    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> head, ReadOnlySpan<byte> payload)
    {
        string beside = path + Unfinished;
        using (FileStream file = new(beside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        using (IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            Span<byte> prefix = stackalloc byte[PrefixBytes];
            Magic.CopyTo(prefix);
            prefix[4] = 1;
            BinaryPrimitives.WriteInt32BigEndian(prefix[5..], head.Length);
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
            Append(file, hash, prefix);
            Append(file, hash, head);
            Append(file, hash, length);
            Append(file, hash, payload);
            file.Write(hash.GetHashAndReset());
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
        DirectoryFlush.Run(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <returns>Null when there is no such file, or it is torn or altered.</returns>
    public static (byte[] Head, byte[] Payload)? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length < PrefixBytes + 8 + SHA256.HashSizeInBytes || !bytes.AsSpan().StartsWith(Magic) || bytes[4] != 1)
        {
            return null;
        }

        ReadOnlySpan<byte> content = bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes);
        int headLength = BinaryPrimitives.ReadInt32BigEndian(content[5..]);
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length))
            || headLength is < 0 or > HeadBytesMax
            || PrefixBytes + (long)headLength + 8 > content.Length)
        {
            return null;
        }

        int payloadAt = PrefixBytes + headLength + 8;
        return BinaryPrimitives.ReadInt64BigEndian(content[(payloadAt - 8)..]) == content.Length - payloadAt
            ? (content.Slice(PrefixBytes, headLength).ToArray(), content[payloadAt..].ToArray())
            : null;
    }

    private static void Append(FileStream file, IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        file.Write(bytes);
    }
}
