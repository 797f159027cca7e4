using RingFed.Federation.Aggregation;
using RingFed.Federation.Codecs;
using RingFed.Federation.Messages;
using RingFed.Federation.Tests.Ring.Closing;
using RingFed.Federation.Transport;

namespace RingFed.Federation.Tests.Transport;

public sealed class ReadUpdatesTests
{
    [Fact]
    public void An_update_whose_bytes_are_those_of_no_values_is_refused_with_its_silo_and_the_others_are_merged()
    {
        PayloadCodec codec = PayloadCodec.ByName("lossless");
        ClosingRecords records = new(3);
        Envelope[] envelopes = [.. Enumerable.Range(0, 3).Select(silo => (Envelope)records.Envelope(silo).Body)];

        ReadUpdates read = ReadUpdates.Of(
            envelopes, envelope => new SiloUpdate(envelope.Origin, UpdateVector.Of(codec, BytesOf(envelope), 3), 1, 1));

        Assert.Equal([envelopes[0].Origin, envelopes[2].Origin], read.Readable.Select(update => update.Silo));
        (string silo, string reason) = Assert.Single(read.Refused);
        Assert.Equal(envelopes[1].Origin, silo);
        Assert.StartsWith($"{silo} sent an update that cannot be read: ", reason, StringComparison.Ordinal);

        byte[] BytesOf(Envelope envelope) => envelope == envelopes[1] ? new byte[17] : codec.Encode([1, 2, 3]);
    }
}
