using RingFed.Federation.Transport;

namespace RingFed.Federation.Tests.Transport;

public sealed class WideStreamTests
{
    private const int FullRecord = (16 * 1024) + 22;

    [Fact]
    public async Task Full_records_wait_for_each_other_and_leave_as_one_with_the_last()
    {
        using CountingStream socket = new();
        using WideStream wide = new(socket);
        for (int i = 0; i < 3; i++)
        {
            await wide.WriteAsync(new byte[FullRecord]);
        }

        Assert.Empty(socket.Writes);
        await wide.WriteAsync(new byte[100]);
        Assert.Equal([(3 * FullRecord) + 100], socket.Writes);
    }

    [Fact]
    public async Task A_flush_sends_what_waits()
    {
        using CountingStream socket = new();
        using WideStream wide = new(socket);
        await wide.WriteAsync(new byte[FullRecord]);
        await wide.FlushAsync();

        Assert.Equal([FullRecord], socket.Writes);
    }

    [Fact]
    public async Task Bytes_keep_their_order_whatever_the_sizes()
    {
        using CountingStream socket = new();
        using WideStream wide = new(socket);
        byte[] bytes = [.. Enumerable.Range(0, 600_000).Select(index => (byte)(index * 31 % 251))];
        int[] sizes = [1, FullRecord, 0, 5, 200_000, FullRecord, FullRecord, FullRecord, FullRecord, FullRecord, FullRecord, 17, 100_000];
        int at = 0;
        foreach (int size in sizes)
        {
            await wide.WriteAsync(bytes.AsMemory(at, size));
            at += size;
        }

        await wide.WriteAsync(bytes.AsMemory(at));
        await wide.FlushAsync();

        Assert.Equal(bytes, socket.ToArray());
    }

    [Fact]
    public async Task Small_reads_are_served_from_large_ones_until_the_end()
    {
        byte[] bytes = [.. Enumerable.Range(0, 300_000).Select(index => (byte)(index * 7 % 253))];
        using CountingStream socket = new();
        socket.Write(bytes);
        socket.Position = 0;
        using WideStream wide = new(socket);
        using MemoryStream read = new();
        byte[] buffer = new byte[5000];
        for (int count = await wide.ReadAsync(buffer); count > 0; count = await wide.ReadAsync(buffer))
        {
            read.Write(buffer, 0, count);
        }

        Assert.Equal(bytes, read.ToArray());
        Assert.InRange(socket.Reads, 2, 8);
    }

    /// <summary>Counts calls of the asynchronous kind.</summary>
    private sealed class CountingStream : MemoryStream
    {
        public List<int> Writes { get; } = [];

        /// <summary>That brought bytes, or the end.</summary>
        public int Reads { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes.Add(buffer.Length);
            return base.WriteAsync(buffer, cancellationToken);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Reads += buffer.IsEmpty ? 0 : 1;
            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}
