"""Keys that a customer presses for a menu or a question."""

from dataclasses import dataclass

from hollyhock.contracts.treatment import Gather


@dataclass
class Keys:
    """Collects the keys of one gather; time is kept by the owner."""

    gather: Gather
    digits: str = ""

    def press(self, digit: str) -> str:
        """Take a key and return the outcome if that completes the step, else nothing."""
        if self.gather.terminator and digit == self.gather.terminator:
            return "digits" if len(self.digits) >= self.gather.min_digits else "invalid"
        self.digits += digit
        return "digits" if len(self.digits) >= self.gather.max_digits else ""

    def silence(self) -> str:
        """Return the outcome of no further key in time."""
        if len(self.digits) >= self.gather.min_digits:
            return "digits"
        return "invalid" if self.digits else "no_input"
