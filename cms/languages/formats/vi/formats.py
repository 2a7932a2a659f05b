"""Vietnamese, as Django has it; a time says its zone, such as EST."""

DATETIME_FORMAT = r"H:i T \N\gà\y d \t\há\n\g n \nă\m Y"
SHORT_DATETIME_FORMAT = "H:i T d-m-Y"
