"""The switch behind ``contracts.ports.Switch``: Asterisk 22.7 or newer through ARI, AMI and PJSIP."""
