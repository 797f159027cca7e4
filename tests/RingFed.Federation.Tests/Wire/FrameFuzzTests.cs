using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Wire;

/// <summary>Damaged and random bytes: the only way out is a frame, the end, or a <see cref="WireException"/>.</summary>
public sealed class FrameFuzzTests
{
    private const int Runs = 20_000;

    [Fact]
    public async Task Mutated_sessions_end_in_frames_or_a_typed_fault()
    {
        byte[] session = await RecordedSessionAsync();
        Random random = new(20261121);
        int refused = 0;
        for (int run = 0; run < Runs; run++)
        {
            refused += await SurvivesAsync(Mutate(session, random)) ? 0 : 1;
        }

        // Most mutations hit a header or a value; if nothing is refused, nothing was checked.
        Assert.InRange(refused, Runs / 10, Runs);
    }

    [Fact]
    public async Task Random_bytes_behind_a_good_header_end_in_a_typed_fault_or_a_value()
    {
        Random random = new(4);
        for (int run = 0; run < Runs; run++)
        {
            byte[] body = new byte[random.Next(64)];
            random.NextBytes(body);
            await SurvivesAsync(FrameParserTests.Encode(FrameType.Envelope, body));
        }
    }

    private static async Task<bool> SurvivesAsync(byte[] bytes)
    {
        try
        {
            FrameReader reader = FrameReader.Over(new MemoryStream(bytes));
            while (await reader.ReadAsync(CancellationToken.None) is { } frame)
            {
                ReadWhole(frame);
            }

            return true;
        }
        catch (WireException refused)
        {
            Assert.True(Enum.IsDefined(refused.Fault.Code));
            return false;
        }
    }

    private static void ReadWhole(in Frame frame)
    {
        if (frame.Type == FrameType.Goodbye)
        {
            _ = Goodbye.Decode(frame);
            return;
        }

        MessagePackReader reader = new(frame.Body);
        while (!reader.End)
        {
            reader.Skip();
        }
    }

    private static byte[] Mutate(byte[] session, Random random)
    {
        byte[] bytes = (byte[])session.Clone();
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            int at = random.Next(bytes.Length);
            bytes = random.Next(4) switch
            {
                0 => Replace(bytes, at, (byte)random.Next(256)),
                1 => Replace(bytes, at, (byte)(bytes[at] ^ (1 << random.Next(8)))),
                2 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 20))..], 0],
                _ => [.. bytes[..at], .. bytes[at..Math.Min(bytes.Length, at + 8)], .. bytes[at..]],
            };
        }

        return bytes;
    }

    private static byte[] Replace(byte[] bytes, int at, byte value)
    {
        bytes[at] = value;
        return bytes;
    }

    private static async Task<byte[]> RecordedSessionAsync()
    {
        MemoryStream stream = new();
        FrameWriter writer = FrameWriter.Over(stream);
        for (int i = 0; i < 4; i++)
        {
            writer.Write(FrameType.Envelope, i, (ref MessagePackWriter w, int round) =>
            {
                w.WriteArrayHeader(5);
                w.Write("hemato-eu");
                w.Write(round);
                w.Write(new byte[32]);
                w.WriteMapHeader(1);
                w.Write("epsilon");
                w.Write(0.5);
                w.Write(round * 100_000L);
            });
            writer.Write(FrameType.Goodbye, new WireFault(WireFaultCode.Busy, "later"), Goodbye.Encode);
        }

        await writer.FlushAsync(CancellationToken.None);
        return stream.ToArray();
    }
}
