using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Torch;

public sealed class NativeFailureTests
{
    [Theory]
    [InlineData("Check", 1)]
    [InlineData("OwnList", -1L)]
    public void A_failure_without_words_is_still_a_failure(string function, object result)
    {
        MethodInfo? method = typeof(torch).Assembly.GetType("TorchSharp.Native")?.GetMethod(function, BindingFlags.Static | BindingFlags.NonPublic);
        Assert.SkipWhen(method is null, "Tensors come from a package, not from this repository's binding.");
        TargetInvocationException thrown = Assert.Throws<TargetInvocationException>(() => method!.Invoke(null, [result]));
        Assert.IsType<ExternalException>(thrown.InnerException);
        Assert.Equal("unknown error in libtorch", thrown.InnerException.Message);
    }

    [Fact]
    public void A_call_that_failed_leaves_nothing_behind_for_the_next()
    {
        using Tensor two = ones(2);
        using Tensor three = ones(3);
        Assert.Throws<ExternalException>(() => two.add_(three));
        Assert.Throws<ExternalException>(() => two.split(1, 5));
        Assert.Null(two.grad);
    }

    [Fact]
    public void An_empty_tensor_is_refused_by_name_wherever_it_stands()
    {
        using Tensor whole = ones(2);
        Tensor gone = ones(2);
        gone.Dispose();
        Assert.Throws<InvalidOperationException>(() => gone + whole);
        Assert.Throws<InvalidOperationException>(() => whole + gone);
        Assert.Throws<InvalidOperationException>(() => cat([whole, gone]));
    }
}
