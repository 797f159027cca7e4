using System.Buffers;
using RingFed.Federation.Messages;
using RingFed.Federation.Tests.Wire.Fuzzing;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Wire;

/// <summary>
/// Hostile bytes into the shipping readers: the only way out is a frame, the end, or a <see cref="WireException"/>, at a
/// price in proportion to what was sent.
/// </summary>
public sealed class FrameFuzzTests
{
    /// <summary>A reader's own buffer, and exceptions with their stacks.</summary>
    private const int BytesAllocatedAnyway = 2 * WireCaps.ReadBytes;

    /// <summary>A digest of 32 bytes may be announced by one byte that is there; objects around it and a copy for good measure.</summary>
    private const int BytesAllocatedPerByte = 100;

    [Fact]
    public async Task Hostile_frames_end_in_messages_or_a_typed_fault_and_cost_no_more_than_their_size()
    {
        FrameCorpus corpus = await FrameCorpus.RecordAsync();
        Dictionary<WireFaultCode, long> refused = [];
        long accepted = 0;

        await FuzzSize.CheckAsync(HostileFrames.Runs(corpus), run =>
        {
            int judged = Judge([.. run.Damaged().SelectMany(frame => frame)], out WireFaultCode? fault);
            accepted += fault is null ? judged : judged - 1;
            if (fault is { } code)
            {
                refused[code] = refused.GetValueOrDefault(code) + 1;
            }

            return judged;
        });

        // A fuzzer that is refused at the door, or not at all, has tested nothing. No message skips values, so none is too deep.
        Assert.InRange(accepted, FuzzSize.Frames / 10, FuzzSize.Frames * 9 / 10);
        foreach (WireFaultCode code in Enum.GetValues<WireFaultCode>().Where(code => code <= WireFaultCode.TooMany && code != WireFaultCode.TooDeep))
        {
            Assert.True(refused.GetValueOrDefault(code) > 0, $"nothing was refused as {code}");
        }
    }

    [Fact]
    public async Task What_a_decoder_accepts_has_one_encoding_so_equal_messages_have_equal_bytes()
    {
        FrameCorpus corpus = await FrameCorpus.RecordAsync();
        long again = 0;

        await FuzzSize.CheckAsync(HostileFrames.Runs(corpus), run =>
        {
            List<byte[]> frames = run.Damaged();
            foreach (byte[] frame in frames)
            {
                again += TryDecode(frame) is { } encoded && Same(frame, encoded) ? 1 : 0;
            }

            return frames.Count;
        });

        Assert.InRange(again, FuzzSize.Frames / 10, long.MaxValue);
    }

    [Fact]
    public async Task Values_of_any_shape_and_depth_are_skipped_or_refused()
    {
        FrameCorpus corpus = new([FrameCorpus.OneOfEach(FrameHeader.VersionNewest)]);
        HashSet<WireFaultCode> refused = [];

        await FuzzSize.CheckAsync(HostileFrames.Runs(corpus), run =>
        {
            List<byte[]> frames = run.Damaged();
            foreach (byte[] frame in frames)
            {
                if (Walk(frame.AsMemory(Math.Min(frame.Length, FrameHeader.Size))) is { } code)
                {
                    refused.Add(code);
                }
            }

            return frames.Count;
        });

        Assert.Superset(new HashSet<WireFaultCode> { WireFaultCode.TooDeep, WireFaultCode.Truncated, WireFaultCode.Malformed }, refused);
    }

    private static WireFaultCode? Walk(ReadOnlyMemory<byte> body)
    {
        try
        {
            MessagePackReader reader = new(body);
            while (!reader.End)
            {
                reader.Skip();
            }

            return null;
        }
        catch (WireException fault)
        {
            return fault.Fault.Code;
        }
    }

    /// <summary>Reads as a connection does, until the end or a fault.</summary>
    /// <returns>Frames that came out, and the one that was refused.</returns>
    private static int Judge(byte[] bytes, out WireFaultCode? fault)
    {
        int judged = 0;
        fault = null;
        long before = GC.GetAllocatedBytesForCurrentThread();
        FrameReader reader = FrameReader.Over(new MemoryStream(bytes));
        try
        {
            while (Next(reader) is { } frame)
            {
                judged++;
                Decode(frame);
            }
        }
        catch (WireException refused)
        {
            fault = refused.Fault.Code;
            judged = Math.Max(judged, 1);
            Assert.True(Enum.IsDefined(refused.Fault.Code));
        }

        Assert.True(reader.CompleteAsync().IsCompletedSuccessfully);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, BytesAllocatedAnyway + ((long)bytes.Length * BytesAllocatedPerByte));
        return judged;
    }

    private static Frame? Next(FrameReader reader)
    {
        ValueTask<Frame?> read = reader.ReadAsync(CancellationToken.None);
        return read.IsCompleted ? read.GetAwaiter().GetResult() : throw new InvalidOperationException("bytes in memory were waited for");
    }

    private static object Decode(in Frame frame) => frame.Type switch
    {
        FrameType.Goodbye => Goodbye.Decode(frame),
        FrameType.Chunk => ChunkFrame.Decode(frame),
        _ => MessageCodec.Decode(frame),
    };

    /// <returns>The message of a frame that is whole and accepted, as this side would send it.</returns>
    private static byte[]? TryDecode(byte[] bytes)
    {
        try
        {
            ReadOnlySequence<byte> buffer = new(bytes);
            if (!FrameParser.TryRead(ref buffer, out Frame frame) || !buffer.IsEmpty)
            {
                return null;
            }

            byte version = frame.Header.Version;
            return Decode(frame) switch
            {
                WireFault => null,
                ChunkFrame chunk => FrameCorpus.Of(version, FrameType.Chunk, chunk, ChunkFrame.Encode),
                RecordMessage record => FrameCorpus.Of(version, frame.Type, ((RingMessage)new RecordMessage(Rewritten(record)), (int)version), MessageCodec.Encode),
                RingMessage message => FrameCorpus.Of(version, frame.Type, (message, (int)version), MessageCodec.Encode),
                object other => throw new InvalidOperationException($"{other} is no message"),
            };
        }
        catch (WireException)
        {
            return null;
        }
    }

    /// <summary>Written anew, where the codec itself would keep the bytes as they came.</summary>
    private static SignedRecord Rewritten(RecordMessage message) =>
        new(message.Record.Id, message.Record.Body, RecordCodec.Encode(message.Record.Body), message.Record.Signature);

    private static bool Same(byte[] sent, byte[] encoded) => sent.AsSpan().SequenceEqual(encoded)
        ? true
        : throw new InvalidOperationException($"accepted {Convert.ToHexStringLower(sent)}, would write {Convert.ToHexStringLower(encoded)}");
}
