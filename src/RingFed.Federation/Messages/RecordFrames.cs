using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>Each kind of record has a frame type of its own, so that a header alone bounds what follows.</summary>
internal static class RecordFrames
{
    public static FrameType TypeOf(RecordKind kind) => kind switch
    {
        RecordKind.Envelope => FrameType.Envelope,
        RecordKind.Have => FrameType.Have,
        RecordKind.Propose => FrameType.Propose,
        RecordKind.Prevote => FrameType.Prevote,
        RecordKind.Precommit => FrameType.Precommit,
        RecordKind.Suspicion => FrameType.Suspicion,
        RecordKind.Leave => FrameType.Leave,
        RecordKind.Recall => FrameType.Recall,
        RecordKind.Recalled => FrameType.Recalled,
        RecordKind.Assent => FrameType.Assent,
        RecordKind.Opening => FrameType.Opening,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind of record"),
    };

    /// <returns>Null for a frame that carries no record.</returns>
    public static RecordKind? KindOf(FrameType type) => type switch
    {
        FrameType.Envelope => RecordKind.Envelope,
        FrameType.Have => RecordKind.Have,
        FrameType.Propose => RecordKind.Propose,
        FrameType.Prevote => RecordKind.Prevote,
        FrameType.Precommit => RecordKind.Precommit,
        FrameType.Suspicion => RecordKind.Suspicion,
        FrameType.Leave => RecordKind.Leave,
        FrameType.Recall => RecordKind.Recall,
        FrameType.Recalled => RecordKind.Recalled,
        FrameType.Assent => RecordKind.Assent,
        FrameType.Opening => RecordKind.Opening,
        _ => null,
    };
}
