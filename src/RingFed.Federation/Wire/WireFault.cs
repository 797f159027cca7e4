using System.Globalization;

namespace RingFed.Federation.Wire;

/// <summary>A reason for closing one connection: a stable number for programs, a sentence for operators.</summary>
/// <param name="Code">Stable number.</param>
/// <param name="Sentence">What was wrong; never patient values or keys.</param>
public sealed record WireFault(WireFaultCode Code, string Sentence)
{
    /// <summary>What was wrong, without control characters: it ends in logs and terminals, and may quote a peer.</summary>
    public string Sentence { get; init; } = Printable(Sentence);

    /// <summary>Whether dialling again, with nothing else changed, may succeed.</summary>
    public bool RetryCanHelp => Code
        is WireFaultCode.Truncated
        or WireFaultCode.TimedOut
        or WireFaultCode.Busy
        or WireFaultCode.Replaced
        or WireFaultCode.Stopping
        or WireFaultCode.InternalFault
        or WireFaultCode.Unreachable
        or WireFaultCode.ProxyRefused
        or WireFaultCode.NotNeeded
        or WireFaultCode.KeptAway
        or WireFaultCode.EpochEnded;

    private static string Printable(string sentence) => !sentence.Any(IsUnprintable)
        ? sentence
        : string.Create(sentence.Length, sentence, (target, source) =>
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = IsUnprintable(source[i]) ? ' ' : source[i];
            }
        });

    // Line and paragraph separators, and marks that turn the direction of what follows, are no control characters to .NET.
    private static bool IsUnprintable(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    public override string ToString() => $"{Code} ({(ushort)Code}): {Sentence}";
}
