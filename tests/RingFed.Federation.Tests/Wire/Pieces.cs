using System.Buffers;

namespace RingFed.Federation.Tests.Wire;

/// <summary>Bytes cut into several memory segments, as a network delivers them.</summary>
internal static class Pieces
{
    public static ReadOnlySequence<byte> Cut(byte[] bytes, params int[] at)
    {
        int[] cuts = [0, .. at, bytes.Length];
        Segment first = new(bytes.AsMemory(0, cuts[1]), 0);
        Segment last = first;
        for (int i = 1; i + 1 < cuts.Length; i++)
        {
            last = last.Append(bytes.AsMemory(cuts[i], cuts[i + 1] - cuts[i]));
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index)
        {
            Memory = memory;
            RunningIndex = index;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            Segment next = new(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
