using RingFed.Federation.Tests.Aggregation;

namespace RingFed.Federation.Tests.Codecs;

/// <summary>The digests of <see cref="SameBytesTests"/> in a process that is denied vector instructions.</summary>
public sealed class NarrowerProcessorTests
{
    [Theory]
    [MemberData(nameof(NarrowerProcessor.Settings), MemberType = typeof(NarrowerProcessor))]
    public Task Codecs_give_the_same_values_without(string setting) => NarrowerProcessor.RunAsync(typeof(SameBytesTests), setting, total: 5);
}
