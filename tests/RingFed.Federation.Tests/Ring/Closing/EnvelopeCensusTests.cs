using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Closing;

namespace RingFed.Federation.Tests.Ring.Closing;

public sealed class EnvelopeCensusTests
{
    private readonly ClosingBench bench = new(silos: 4, self: 3);

    [Fact]
    public void When_no_quorum_of_updates_fits_together_the_round_is_refused_with_both_values()
    {
        Differ(0, 1);
        bench.Take(bench.Envelopes[..3]);
        Assert.Empty(bench.Run());

        bench.Hold(3);

        SessionFault fault = Assert.IsType<ClosingAction.Refuse>(Assert.Single(bench.Run())).Fault;
        Assert.Equal(SessionFaultCode.EnvelopeMismatch, fault.Code);
        Assert.Equal(
            $"round 0: layout digest differs: s3 has {ClosingRecords.DigestOf("layout")}, s0 has {ClosingRecords.DigestOf("another layout")}",
            fault.Sentence);
    }

    [Fact]
    public void One_silo_that_differs_stops_nobody()
    {
        Differ(0);
        bench.Take(bench.Envelopes);
        bench.Hold(3);

        Assert.Empty(bench.Run());
    }

    [Fact]
    public void Silos_that_left_or_are_convicted_are_not_waited_for()
    {
        Differ(0, 1);
        bench.Facts.Convicted = OriginSet.Of([2]);
        bench.Take(bench.Envelopes[..2]);
        bench.Hold(3);

        Assert.IsType<ClosingAction.Refuse>(Assert.Single(bench.Run()));
    }

    private void Differ(params int[] silos)
    {
        foreach (int silo in silos)
        {
            bench.Envelopes[silo] = bench.Records.Envelope(silo, layout: "another layout");
        }
    }
}
