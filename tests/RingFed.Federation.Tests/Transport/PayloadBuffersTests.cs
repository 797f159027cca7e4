using RingFed.Federation.Messages;
using RingFed.Federation.Transport;

namespace RingFed.Federation.Tests.Transport;

public sealed class PayloadBuffersTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ringfed-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_its_last_holder_let_go_of_serves_the_next_payload_of_its_length()
    {
        PayloadBuffers buffers = PayloadBuffers.Unbounded();
        PayloadBuffer first = buffers.Take(1000);
        Memory<byte> bytes = first.Bytes;
        PayloadBuffer held = first.Hold();
        first.LetGo();
        PayloadBuffer other = buffers.Take(1000);
        held.LetGo();
        PayloadBuffer next = buffers.Take(1000);

        Assert.False(bytes.Equals(other.Bytes));
        Assert.True(bytes.Equals(next.Bytes));
    }

    [Fact]
    public void Nobody_reads_holds_or_lets_go_of_what_nobody_holds()
    {
        PayloadBuffer buffer = PayloadBuffers.Unbounded().Take(1000);
        ReadOnlyMemory<float> values = ParameterView.Of(buffer);
        Assert.Equal(250, values.Span.Length);
        buffer.LetGo();

        Assert.Throws<ObjectDisposedException>(() => buffer.Bytes);
        Assert.Throws<ObjectDisposedException>(() => values.Span.Length);
        Assert.Throws<ObjectDisposedException>(buffer.Hold);
        Assert.Throws<ObjectDisposedException>(buffer.LetGo);
    }

    [Fact]
    public void What_is_of_another_length_than_the_next_payload_is_not_kept()
    {
        PayloadBuffers buffers = PayloadBuffers.Unbounded();
        Memory<byte> first = TakeAndLetGo(buffers, 1000);

        Assert.Equal(999, buffers.Take(999).Bytes.Length);
        Assert.False(first.Equals(buffers.Take(1000).Bytes));
    }

    [Fact]
    public void A_chunk_that_is_not_here_is_not_handed_out_for_the_bytes_that_lay_there_before()
    {
        PayloadStore store = new(PayloadBuffers.Unbounded());
        (ItemId first, _) = Store(store, 1);
        store.Remove([first]);
        MerkleTree tree = MerkleTree.Over(BytesOf(2), 256);
        ItemId second = new(1, 2, tree.Manifest.Root);
        store.Add(new ChunkFrame(new ChunkId(second, 1), tree.Proof(1), BytesOf(2).AsMemory(256, 256)), tree.Manifest);

        Assert.Null(store.TryOpen(new ChunkId(second, 0), out _));
        using IDisposable? open = store.TryOpen(new ChunkId(second, 1), out ChunkFrame chunk);
        Assert.Equal(BytesOf(2).AsSpan(256, 256), chunk.Bytes.Span);
    }

    [Fact]
    public void What_is_mapped_is_unmapped_at_the_end_whoever_holds_it()
    {
        PayloadBuffers buffers = new(folder, budgetBytes: 0);
        Memory<byte> bytes = buffers.Take(1000).Bytes;
        PayloadBuffer left = buffers.Take(500);
        Memory<byte> kept = left.Bytes;
        left.LetGo();
        Assert.Equal((1000, 500), (bytes.Span.Length, kept.Span.Length));

        buffers.Dispose();

        Assert.Throws<ObjectDisposedException>(() => bytes.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => kept.Span.Length);
    }

    [Fact]
    public void What_a_whole_round_went_by_without_is_not_kept()
    {
        PayloadBuffers buffers = PayloadBuffers.Unbounded();
        Memory<byte> first = TakeAndLetGo(buffers, 1000);
        buffers.EndRound();
        Memory<byte> second = TakeAndLetGo(buffers, 1000);
        buffers.EndRound();
        buffers.EndRound();

        Assert.True(first.Equals(second));
        Assert.False(first.Equals(buffers.Take(1000).Bytes));
    }

    [Fact]
    public void Beyond_the_budget_payloads_lie_in_files_without_a_name_which_serve_again()
    {
        using PayloadBuffers buffers = new(folder, budgetBytes: 1500, RoomEnough);
        PayloadBuffer inMemory = buffers.Take(1000);
        PayloadBuffer mapped = buffers.Take(1000);
        mapped.Bytes.Span.Fill(7);
        Memory<byte> bytes = mapped.Bytes;

        Assert.Equal((false, true), (inMemory.IsMapped, mapped.IsMapped));
        Assert.Equal(1000, bytes.Length);
        Assert.True(bytes.Span.IndexOfAnyExcept((byte)7) < 0);
        Assert.True(OperatingSystem.IsWindows() || Directory.GetFiles(folder).Length == 0);
        mapped.LetGo();
        Assert.True(bytes.Equals(buffers.Take(1000).Bytes));
    }

    [Fact]
    public void A_file_that_two_rounds_went_by_without_is_unmapped()
    {
        using PayloadBuffers buffers = new(folder, budgetBytes: 0, RoomEnough);
        Memory<byte> bytes = TakeAndLetGo(buffers, 1000);
        buffers.EndRound();
        Assert.Equal(1000, bytes.Span.Length);
        buffers.EndRound();

        Assert.Throws<ObjectDisposedException>(() => bytes.Span.Length);
    }

    [Fact]
    public void Memory_that_comes_back_is_taken_before_a_file()
    {
        using PayloadBuffers buffers = new(folder, budgetBytes: 1500, RoomEnough);
        TakeAndLetGo(buffers, 1000);

        Assert.False(buffers.Take(1400).IsMapped);
    }

    [Fact]
    public void Where_nothing_can_be_mapped_memory_is_taken_beyond_the_budget_and_the_operator_is_told()
    {
        List<string> said = [];
        using PayloadBuffers buffers = new(Path.Combine(folder, "absent"), budgetBytes: 0, RoomEnough);
        buffers.BudgetExceeded += said.Add;

        Assert.False(buffers.Take(1000).IsMapped);
        Assert.False(buffers.Take(1000).IsMapped);
        Assert.Contains("than the 0 bytes that `memory` allows", Assert.Single(said.Distinct()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    public void Files_leave_the_disk_the_room_that_votes_and_results_need(long more, bool isMapped)
    {
        using PayloadBuffers buffers = new(folder, budgetBytes: 0, _ => PayloadBuffers.RoomKeptBytes + 1000 + more);

        Assert.Equal(isMapped, buffers.Take(1000).IsMapped);
    }

    [Fact]
    public void An_item_and_whoever_else_holds_its_memory_share_it_until_both_let_go()
    {
        PayloadBuffers buffers = PayloadBuffers.Unbounded();
        using PayloadStore store = new(buffers);
        PayloadBuffer made = buffers.Take(1000);
        BytesOf(3).CopyTo(made.Bytes);
        Memory<byte> bytes = made.Bytes;
        MerkleTree tree = MerkleTree.Over(bytes, 256);
        ItemId item = ItemId.AggregateOf(4, tree.Manifest.Root);
        store.Add(item, made, tree);
        made.LetGo();
        PayloadBuffer held = store.Hold(item);
        store.Remove([item]);

        Assert.Equal(BytesOf(3), held.Bytes.ToArray());
        Assert.False(bytes.Equals(buffers.Take(1000).Bytes));
        held.LetGo();
        Assert.True(bytes.Equals(buffers.Take(1000).Bytes));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Parameters_that_are_read_from_their_file_are_the_same_chunks_until_the_disk_spoils_them(bool isSpoilt)
    {
        PayloadBuffers buffers = PayloadBuffers.Unbounded();
        using PayloadStore store = new(buffers);
        string path = Path.Combine(folder, "parameters.ring");
        DurableFile.Write(path, [1, 2, 3], BytesOf(3));
        PayloadBuffer made = buffers.Take(1000);
        BytesOf(3).CopyTo(made.Bytes);
        Memory<byte> bytes = made.Bytes;
        MerkleTree tree = MerkleTree.Over(bytes, 256);
        ItemId item = ItemId.AggregateOf(4, tree.Manifest.Root);
        store.Add(item, made, tree);
        made.LetGo();

        Assert.Equal([item], store.ResultsBefore(5));
        Assert.True(store.TryFile(item, PayloadFile.Open(path)!));

        Assert.Empty(store.ResultsBefore(5));
        Assert.True(bytes.Equals(buffers.Take(1000).Bytes));
        if (isSpoilt)
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            file.Position = 3 + 17 + 300;
            file.WriteByte(99);
        }

        Assert.Equal([true, !isSpoilt, true, true], Enumerable.Range(0, 4).Select(index => Reads(store, item, tree, index)));
        File.Delete(path);
        Assert.True(Reads(store, item, tree, 3));
        store.Remove([item]);
        Assert.False(Reads(store, item, tree, 3));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    public void A_pinned_item_keeps_its_bytes_after_it_was_let_go(long budget)
    {
        using PayloadBuffers buffers = new(folder, budget, RoomEnough);
        PayloadStore store = new(buffers);
        (ItemId first, MerkleTree tree) = Store(store, 1);
        using (store.Pin([first]))
        {
            ReadOnlyMemory<byte> bytes = store.BytesOf(first);
            store.Remove([first]);
            (ItemId second, _) = Store(store, 2);

            Assert.Equal(BytesOf(1), bytes.ToArray());
            Assert.Equal(BytesOf(2), store.BytesOf(second).ToArray());
        }

        Assert.Null(store.TryOpen(new ChunkId(first, 0), out _));
        Assert.Equal(1000, tree.Manifest.Length);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    public void Chunks_go_out_with_the_proofs_they_came_with(long budget)
    {
        using PayloadBuffers buffers = new(folder, budget, RoomEnough);
        PayloadStore store = new(buffers);
        (ItemId item, MerkleTree tree) = Store(store, 5);
        Assert.All(Enumerable.Range(0, tree.Manifest.ChunkCount), index => Assert.True(Reads(store, item, tree, index)));
    }

    [Fact]
    public void A_state_files_payload_is_read_where_it_lies_and_stays_when_the_file_goes()
    {
        string path = Path.Combine(folder, "parameters.ring");
        DurableFile.Write(path, [1, 2, 3], BytesOf(3));
        PayloadBuffer mapped = PayloadFile.Map(path, 1000)!;
        Memory<byte> bytes = mapped.Bytes;
        File.Delete(path);

        Assert.Equal(BytesOf(3), bytes.ToArray());
        Assert.Equal(250, ParameterView.Of(mapped).Span.Length);
        mapped.LetGo();
        Assert.Throws<ObjectDisposedException>(() => bytes.Span.Length);
        Assert.Null(PayloadFile.Map(path, 1000));
    }

    private static long RoomEnough(string directory) => long.MaxValue;

    private static Memory<byte> TakeAndLetGo(PayloadBuffers buffers, int length)
    {
        PayloadBuffer buffer = buffers.Take(length);
        Memory<byte> bytes = buffer.Bytes;
        buffer.LetGo();
        return bytes;
    }

    /// <summary>Whether the chunk is handed out; what is handed out must hold.</summary>
    private static bool Reads(PayloadStore store, ItemId item, MerkleTree tree, int index)
    {
        using IDisposable? open = store.TryOpen(new ChunkId(item, index), out ChunkFrame chunk);
        Assert.True(open is null || Merkle.Verify(tree.Manifest, index, chunk.Bytes.Span, chunk.Proof.Span));
        return open is not null;
    }

    private static (ItemId Item, MerkleTree Tree) Store(PayloadStore store, byte content)
    {
        byte[] bytes = BytesOf(content);
        MerkleTree tree = MerkleTree.Over(bytes, 256);
        ItemId item = new(1, content, tree.Manifest.Root);
        for (int index = 0; index < tree.Manifest.ChunkCount; index++)
        {
            store.Add(new ChunkFrame(new ChunkId(item, index), tree.Proof(index), bytes.AsMemory(index * 256, tree.Manifest.BytesOf(index))), tree.Manifest);
        }

        return (item, tree);
    }

    private static byte[] BytesOf(byte content) => [.. Enumerable.Range(0, 1000).Select(index => (byte)(content * index))];
}
