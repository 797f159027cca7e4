using Microsoft.Extensions.Logging.Abstractions;
using RingFed.Federation.Aggregation;
using RingFed.Federation.Codecs;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Neighbour;
using RingFed.Federation.Ring.Rounds;
using RingFed.Federation.Transport;
using RingFed.Federation.Transport.Neighbour;

namespace RingFed.Federation.Tests.Transport.Neighbour;

using static RingFed.Federation.Tests.Ring.Neighbour.NeighbourBench;

/// <summary>What a silo finds again of its own updates, and goes on with.</summary>
public sealed class NeighbourStoreTests : IDisposable
{
    private static readonly StateOwner Owner = new(Plan.Federation, Plan.Epoch, Plan.Topology);
    private readonly string folder = Directory.CreateTempSubdirectory("ringfed-exchange-").FullName;
    private readonly NeighbourStore store;

    public NeighbourStoreTests() => store = new NeighbourStore(folder, Owner);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_own_update_found_on_the_disk_is_kept_for_a_later_round_with_its_own_payload(int found)
    {
        store.Write(1, PartWith(11), PayloadOf(11));
        store.Write(2, PartWith(12), PayloadOf(12));
        NeighbourRunner runner = Restored();

        await runner.PerformAsync(new PersistOwnPart(3, PartWith(10 + found)));

        Assert.Equal(PayloadOf(10 + found), store.Load(PayloadBuffers.Unbounded()).Finished[3].Payload.ToArray());
    }

    [Fact]
    public async Task Own_work_says_how_many_parameters_there_are_for_others_lengths_to_be_judged_by()
    {
        RingEvent worked = await Restored().PerformAsync(new WorkOwn(1));

        Assert.Equal(128, Assert.IsType<OwnWorked>(worked).Part.Values);
    }

    [Fact]
    public void The_newest_envelope_of_each_silo_around_comes_back_with_the_newest_merge_that_can_be_read()
    {
        foreach (int round in new[] { 1, 2 })
        {
            RoundRecord record = new(round, RoundKind.Parameters, ["b"], [], "digest", "rule", 0, 0, 0, 1);
            NeighbourResult result = new(round, [B], [], 0, [new SeenNeighbour(A, round, Sign(EnvelopeOf(A, round))), new SeenNeighbour(C, -1)]);
            store.Write(new StoredMerge(record, result, null), [1, 2, 3, 4]);
        }

        Assert.Equal([Sign(EnvelopeOf(A, 2)).Id, (Digest?)null], store.Load(PayloadBuffers.Unbounded()).Merge!.Result.Seen.Select(seen => seen.Newest?.Id));

        string torn = Directory.GetFiles(folder, "merged-*2.ring").Single();
        File.WriteAllBytes(torn, File.ReadAllBytes(torn)[..^3]);
        Assert.Equal([Sign(EnvelopeOf(A, 1)).Id, (Digest?)null], store.Load(PayloadBuffers.Unbounded()).Merge!.Result.Seen.Select(seen => seen.Newest?.Id));
    }

    [Fact]
    public void A_payload_that_is_not_what_its_part_names_is_damaged()
    {
        store.Write(1, PartWith(11), PayloadOf(12));

        StoredNeighbours stored = store.Load(PayloadBuffers.Unbounded());

        Assert.Empty(stored.Finished);
        Assert.Null(stored.Restored.Own[1].Part);
        Assert.EndsWith("own-update-0000001.ring", Assert.Single(stored.Damaged), StringComparison.Ordinal);
    }

    [Fact]
    public void A_payload_that_is_not_what_was_signed_for_the_round_is_damaged()
    {
        store.Write(1, PartWith(11), PayloadOf(11));
        store.Write(Sign(EnvelopeOf(B, 1)));

        StoredNeighbours stored = store.Load(PayloadBuffers.Unbounded());

        Assert.Empty(stored.Finished);
        Assert.NotNull(stored.Restored.Own[1].Envelope);
        Assert.Single(stored.Damaged);
    }

    private NeighbourRunner Restored()
    {
        PayloadStore payloads = new();
        WorkshopSettings settings = new([.. Plan.Roster], PayloadCodec.ByName("float32"), 256, "mean", null, 1) { Self = B, Turns = new TurnOrder(Plan.Roster, 0) };
        StateStore state = new(folder, Owner);
        ArtificialWorker worker = new(B, 128);
        using RoundWorkshop relayed = new(worker, settings, payloads, PayloadBuffers.Unbounded(), default);
        NeighbourRunner runner = new(
            Plan,
            new NeighbourWorkshop(worker, Plan, settings, payloads, PayloadBuffers.Unbounded(), default),
            new StatisticReplay(Plan, state, PayloadBuffers.Unbounded(), relayed, []),
            store,
            state,
            payloads,
            new PatientDisk(TimeProvider.System, NullLogger<PatientDisk>.Instance),
            new TrafficMeter(),
            TimeProvider.System,
            default);
        runner.Restore(store.Load(PayloadBuffers.Unbounded()));
        return runner;
    }

    private static byte[] PayloadOf(int content) => [.. Enumerable.Repeat((byte)content, 512)];

    private static OwnPart PartWith(int content) =>
        PartOf(B) with { Payload = MerkleTree.Over(PayloadOf(content), 256).Manifest };
}
