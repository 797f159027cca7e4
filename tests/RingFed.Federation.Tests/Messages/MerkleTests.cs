using FsCheck;
using FsCheck.Fluent;
using RingFed.Federation.Messages;

namespace RingFed.Federation.Tests.Messages;

public sealed class MerkleTests
{
    private const int ChunkBytes = 256;

    [Fact]
    public void A_tree_of_three_leaves_is_hashed_as_rfc_6962_says()
    {
        byte[] payload = Payload(3 * ChunkBytes);
        Digest[] leaves = [.. Enumerable.Range(0, 3).Select(i => Digest.Of([0, .. payload[(i * ChunkBytes)..((i + 1) * ChunkBytes)]]))];
        Digest left = Digest.Of([1, .. leaves[0].ToArray(), .. leaves[1].ToArray()]);
        Digest tree = Digest.Of([1, .. left.ToArray(), .. leaves[2].ToArray()]);
        Digest root = Digest.Of([2, 0, 0, 1, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 3, 0, .. tree.ToArray()]);

        Assert.Equal(root, MerkleTree.Over(payload, ChunkBytes).Manifest.Root);
    }

    [Fact]
    public void Every_chunk_of_every_small_tree_proves_itself_and_no_other_place()
    {
        for (int chunks = 1; chunks <= 17; chunks++)
        {
            byte[] payload = Payload((chunks * ChunkBytes) - 100);
            MerkleTree tree = MerkleTree.Over(payload, ChunkBytes);
            for (int index = 0; index < chunks; index++)
            {
                byte[] chunk = ChunkOf(payload, index);
                for (int claimed = 0; claimed < chunks; claimed++)
                {
                    Assert.Equal(index == claimed, Merkle.Verify(tree.Manifest, claimed, chunk, tree.Proof(index)));
                }
            }
        }
    }

    [Fact]
    public void Any_change_of_chunk_proof_or_geometry_is_refused() => Prop.ForAll(
        Gen.Choose(1, 40).ToArbitrary(),
        Gen.Choose(0, 1 << 20).ToArbitrary(),
        (chunks, where) =>
        {
            byte[] payload = Payload(chunks * ChunkBytes);
            MerkleTree tree = MerkleTree.Over(payload, ChunkBytes);
            int index = where % chunks;
            byte[] chunk = ChunkOf(payload, index);
            byte[] proof = tree.Proof(index);
            byte[] bent = [.. chunk];
            bent[where % bent.Length] ^= 1;
            PayloadManifest other = tree.Manifest with { Length = tree.Manifest.Length + ChunkBytes, ChunkCount = chunks + 1 };
            return Merkle.Verify(tree.Manifest, index, chunk, proof)
                && !Merkle.Verify(tree.Manifest, index, bent, proof)
                && !Merkle.Verify(tree.Manifest, index, chunk, [.. proof, .. new byte[32]])
                && !Merkle.Verify(tree.Manifest, index, chunk[1..], proof)
                && !Merkle.Verify(other, index, chunk, proof)
                && !Merkle.Verify(tree.Manifest, index + chunks, chunk, proof);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 256, 0)]
    [InlineData(1000, 255, 4)]
    [InlineData(1000, 512, 3)]
    [InlineData(1L << 31, 262144, 8192)]
    [InlineData(1L << 30, 256, 1 << 22)]
    public void A_claimed_geometry_outside_the_caps_is_refused_before_anything_is_allocated(long length, int chunkBytes, int chunks) =>
        Assert.False(new PayloadManifest(length, chunkBytes, chunks, Digest.None).IsWithinCaps);

    private static byte[] Payload(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 31) + (i / 256)))];

    private static byte[] ChunkOf(byte[] payload, int index) =>
        payload[(index * ChunkBytes)..Math.Min(payload.Length, (index + 1) * ChunkBytes)];
}
