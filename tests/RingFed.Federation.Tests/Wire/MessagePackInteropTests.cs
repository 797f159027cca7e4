using System.Buffers;
using System.Diagnostics;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Wire;

/// <summary>Against an independent implementation: Debian's python3-msgpack.</summary>
public sealed class MessagePackInteropTests
{
    private const string Python = "/usr/bin/python3";

    // One value of each kind and width that messages use; str and bytes apart, float as float64.
    private const string Value = """
        [None, True, False, 0, 127, 128, 255, 256, 65535, 65536, 4294967295, 4294967296, 18446744073709551615,
         -1, -32, -33, -128, -129, -32768, -32769, -2147483648, -2147483649, -9223372036854775808,
         1.5, -0.0, "", "é" * 20, "x" * 300, b"", bytes(range(256)), list(range(20)), {"k": [1, {"z": b"\x00"}]}]
        """;

    [Fact]
    public async Task What_python_packs_is_read_and_written_again_to_the_same_bytes()
    {
        byte[] packed = Convert.FromHexString(
            await RunPythonAsync($"import msgpack; print(msgpack.packb({Value.ReplaceLineEndings(" ")}).hex())", ""));

        ArrayBufferWriter<byte> copy = new();
        MessagePackReader reader = new(packed);
        MessagePackWriter writer = new(copy);
        Copy(ref reader, ref writer);
        writer.Flush();

        Assert.True(reader.End);
        Assert.Equal(Convert.ToHexStringLower(packed), Convert.ToHexStringLower(copy.WrittenSpan));
    }

    [Fact]
    public async Task What_is_written_here_is_unpacked_by_python_to_the_same_values()
    {
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        writer.WriteArrayHeader(7);
        writer.Write(-129);
        writer.Write(ulong.MaxValue);
        writer.Write(0.1);
        writer.Write(1.5f);
        writer.Write("büßer");
        writer.Write([1, 2, 255]);
        writer.WriteMapHeader(1);
        writer.Write("k");
        writer.WriteNil();
        writer.Flush();

        string seen = await RunPythonAsync(
            "import msgpack,sys; print(ascii(msgpack.unpackb(bytes.fromhex(sys.stdin.read()))))",
            Convert.ToHexStringLower(buffer.WrittenSpan));

        Assert.Equal(@"[-129, 18446744073709551615, 0.1, 1.5, 'b\xfc\xdfer', b'\x01\x02\xff', {'k': None}]", seen);
    }

    private static void Copy(ref MessagePackReader reader, ref MessagePackWriter writer)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Nil:
                Assert.True(reader.TryReadNil());
                writer.WriteNil();
                break;
            case MessagePackType.Boolean:
                writer.Write(reader.ReadBoolean());
                break;
            case MessagePackType.Integer when reader.NextCode is MessagePackCode.UInt64:
                writer.Write(reader.ReadUInt64());
                break;
            case MessagePackType.Integer:
                writer.Write(reader.ReadInt64());
                break;
            case MessagePackType.Float:
                writer.Write(reader.ReadDouble());
                break;
            case MessagePackType.String:
                writer.Write(reader.ReadString());
                break;
            case MessagePackType.Binary:
                writer.Write(reader.ReadBytes()!.Value.ToArray());
                break;
            case MessagePackType.Array:
                int count = reader.ReadArrayHeader();
                writer.WriteArrayHeader(count);
                CopyEach(count, ref reader, ref writer);
                break;
            case MessagePackType.Map:
                int pairs = reader.ReadMapHeader();
                writer.WriteMapHeader(pairs);
                CopyEach(2 * pairs, ref reader, ref writer);
                break;
            default:
                Assert.Fail($"no copy for {reader.NextMessagePackType}");
                break;
        }
    }

    private static void CopyEach(int count, ref MessagePackReader reader, ref MessagePackWriter writer)
    {
        for (int i = 0; i < count; i++)
        {
            Copy(ref reader, ref writer);
        }
    }

    private static async Task<string> RunPythonAsync(string program, string input)
    {
        if (!File.Exists(Python))
        {
            Assert.Skip($"{Python} is absent; install python3 and python3-msgpack to check against it");
        }

        using Process process = Process.Start(new ProcessStartInfo(Python, ["-c", program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PYTHONIOENCODING"] = "utf-8" },
        })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        string output = await process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (error.Contains("No module named 'msgpack'", StringComparison.Ordinal))
        {
            Assert.Skip($"{Python} has no msgpack; install python3-msgpack to check against it");
        }

        Assert.Equal((0, ""), (process.ExitCode, error));
        return output.Trim();
    }
}
