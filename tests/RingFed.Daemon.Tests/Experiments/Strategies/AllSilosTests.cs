using RingFed.Daemon.Experiments.Strategies;

namespace RingFed.Daemon.Tests.Experiments.Strategies;

public sealed class AllSilosTests
{
    [Fact]
    public void The_fault_of_one_silo_stops_those_that_wait_for_it_and_is_what_the_caller_sees()
    {
        InvalidDataException thrown = Assert.Throws<InvalidDataException>(() => AllSilos.Run<int>(
            3,
            async (silo, stop) =>
            {
                if (silo == 2)
                {
                    throw new InvalidDataException("too few records");
                }

                await Task.Delay(Timeout.Infinite, stop);
                return silo;
            },
            TestContext.Current.CancellationToken));

        Assert.Equal("too few records", thrown.Message);
    }

    [Fact]
    public void Results_come_in_the_order_of_silos() =>
        Assert.Equal([0, 10, 20], AllSilos.Run(3, (silo, _) => Task.FromResult(10 * silo), TestContext.Current.CancellationToken));
}
