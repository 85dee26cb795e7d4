# Assertions that several test modules share.


class ExceptionIsLikeMixin:
    def assertExceptionIsLike(self, exc, template):
        if template is None or exc is None:
            self.assertIs(exc, template)
        elif isinstance(exc, BaseExceptionGroup):
            self.assertEqual(exc.message, template.message)
            self.assertEqual(len(exc.exceptions), len(template.exceptions))
            for one, other in zip(exc.exceptions, template.exceptions):
                self.assertExceptionIsLike(one, other)
        else:
            self.assertIs(type(exc), type(template))
            self.assertEqual(exc.args[0], template.args[0])
