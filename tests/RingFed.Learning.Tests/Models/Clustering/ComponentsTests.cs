using RingFed.Learning.Models.Clustering;
using RingFed.Learning.Tests.Evaluation;

namespace RingFed.Learning.Tests.Models.Clustering;

public sealed class ComponentsTests
{
    [Fact]
    public void Components_of_like_profile_become_one_and_small_ones_go()
    {
        IReadOnlyList<GeneComponent> merged = ComponentMerger.Merge(
            [new(20, [10, 1, 0]), new(30, [0, 2, 15]), new(40, [21, 2, 0]), new(5, [0, 5, 0]), new(0, [0, 0, 0])], cosineMin: .9, patientsMin: 10);
        Assert.Equal([60, 30], merged.Select(component => component.Patients));
        Assert.Equal([31, 3, 0], merged[0].Carriers);
    }

    [Fact]
    public void Cells_below_k_keep_their_sum_and_a_sum_below_k_goes()
    {
        // First: 6 and 8 are told as 14, shared 26 : 8 as all patients carry the genes. Second: 20 stays, 0 is below k.
        IReadOnlyList<GeneComponent> told = SmallCells.Merge([new(100, [50, 6, 8]), new(50, [9, 20, 0])], minimumCount: 10);
        Assert.Equal(50, told[0].Carriers[0]);
        Assert.Equal(14 * 26 / 34.0, told[0].Carriers[1], 1e-12);
        Assert.Equal(14 * 8 / 34.0, told[0].Carriers[2], 1e-12);
        Assert.Equal([0, 20, 0], told[1].Carriers);
        Assert.Empty(SmallCells.Merge([], 10));
    }

    [Fact]
    public void A_component_is_named_by_the_genes_that_it_has_more_of_than_others_and_patients_go_where_they_are_likeliest()
    {
        var schema = CohortOf.Nothing.Gene("A", 1, 0, 0).Gene("B", 0, 1, 0).Gene("C", 1, 1, 0).Build();
        GeneComponents components = new(schema.Schema, ["A", "B", "C"], [new(60, [50, 3, 30]), new(40, [2, 30, 20])]);
        Assert.Equal(["A", "B"], Enumerable.Range(0, 2).Select(components.NameOf));
        Assert.Equal([0, 1, GeneComponents.Unassigned], components.Assign(schema));
        Assert.Equal("no leading gene", new GeneComponents(schema.Schema, ["A", "B", "C"], [new(60, [5, 5, 5])]).NameOf(0));
    }
}
