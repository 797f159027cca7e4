using RingFed.Federation.Messages;

namespace RingFed.Federation.Tests.Messages;

/// <summary>One of each message, with fields that differ from each other.</summary>
internal static class Samples
{
    public static Envelope Envelope { get; } = new(
        "hemato-eu", 4, 7, "paris", PayloadKind.Parameters, "", D(1), D(2), D(3), D(4), "bfloat16",
        new PayloadManifest(1000, 512, 2, D(5)), 1232, 200, 0.5, D(6), 1);

    public static Precommit Precommit { get; } = new(
        "hemato-eu", 4, 7, "paris", 0, D(1), D(2), new PayloadManifest(1000, 512, 2, D(5)), 1, OriginSet.Of([0, 2, 127]));

    public static Digest D(byte fill) => new(Enumerable.Repeat(fill, 32).ToArray());

    public static SignedRecord Sign(RecordBody body)
    {
        byte[] bytes = RecordCodec.Encode(body);
        return new SignedRecord(RecordCodec.IdOf(body.Kind, bytes), body, bytes, new byte[] { 9, 9 });
    }

    public static IReadOnlyList<RingMessage> Messages { get; } =
    [
        new Hello(1, 1, "hemato-eu", 4, D(1), "paris", 77),
        new Summary(-1, [D(1), D(2)], [new ItemHolding(new ItemId(3, 2), new byte[] { 5 })]),
        new Progress(-1),
        new Progress(12),
        new RecordMessage(Sign(Envelope)),
        new RecordMessage(Sign(Precommit)),
        new Want(3, new byte[] { 255, 1 }),
        new Heartbeat(true),
    ];
}
