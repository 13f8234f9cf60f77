"""The pages that the type of a problem leads to."""

from app.errors import BookReaderError


async def test_every_problem_has_a_page_that_explains_it(visitor):
    listed = (await visitor.get("/problems")).text
    kinds = [BookReaderError]
    for kind in kinds:
        kinds += kind.__subclasses__()

    for slug in {kind.slug for kind in kinds} | {"method-not-allowed"}:
        assert f'"/problems/{slug}"' in listed
        assert "What to do" in (await visitor.get(f"/problems/{slug}")).text
    assert (await visitor.get("/problems/no-such")).status_code == 404
