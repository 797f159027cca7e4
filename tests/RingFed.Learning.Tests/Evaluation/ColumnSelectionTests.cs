using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;

namespace RingFed.Learning.Tests.Evaluation;

public sealed class ColumnSelectionTests
{
    [Fact]
    public void An_endpoint_stays_with_both_its_columns_and_goes_with_either()
    {
        Cohort cohort = CohortOf.Nothing.Numbers("age", 60, 70).Gene("TP53", 1, 0).Endpoint("os", [1, 2], [0, 1]).Build();
        Cohort both = cohort.Select([2, 3, 1]);
        Assert.Equal(["os_time", "os_event", "TP53"], both.Schema.Columns.Select(column => column.Name));
        Assert.Equal(new EndpointSchema("os", 0, 1), Assert.Single(both.Schema.Endpoints));
        Assert.Equal([1, 0], both.Column(2).ToArray());
        Assert.Empty(cohort.Select([0, 2]).Schema.Endpoints);
    }
}
